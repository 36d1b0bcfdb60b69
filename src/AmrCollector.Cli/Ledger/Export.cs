using System.Buffers;
using AmrCollector.Feed;
using AmrCollector.Ledger;

namespace AmrCollector.Cli.Ledger;

/// <summary>Streams entries up to the head of the moment it begins; memory does not grow with the ledger.</summary>
internal sealed class Export(string folder, EntryFilter filter, bool asLines) : IExport
{
    private const int Chunk = 2000;

    private readonly LedgerReader _reader = LedgerReader.Open(folder);

    /// <summary>The chain's state at the end of what was written.</summary>
    public string End { get; private set; } = "";

    /// <summary>Writes all; returns the number of entries.</summary>
    public long Write(Action<byte[]> write, CancellationToken cancellationToken)
    {
        var last = _reader.Head().Sequence;
        var (sequence, entries) = (0L, 0L);
        ArrayBufferWriter<byte> text = new(1 << 20);
        if (!asLines) FeedCsv.WriteHeader(text);
        while (sequence < last)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var slice = _reader.ReadAfter(sequence, Chunk, filter);
            entries += Write(text, slice, last);
            sequence = slice.End.Sequence;
            write(text.WrittenSpan.ToArray());
            text.ResetWrittenCount();
        }

        var end = _reader.At(last) ?? default;
        End = end.ToString();
        if (asLines) WriteEnd(text, end);
        write(text.WrittenSpan.ToArray());
        return entries;
    }

    public void Dispose() => _reader.Dispose();

    private long Write(ArrayBufferWriter<byte> text, EntrySlice slice, long last)
    {
        var epochs = _reader.Epochs();
        long written = 0;
        foreach (var entry in slice.Entries.TakeWhile(entry => entry.Sequence <= last))
        {
            FeedCursor cursor = new(_reader.Id, epochs.TagOf(entry.Sequence), entry.Sequence);
            if (asLines) FeedJson.WriteLine(text, entry, cursor);
            else FeedCsv.WriteLine(text, entry, cursor);
            written++;
        }

        return written;
    }

    private void WriteEnd(ArrayBufferWriter<byte> text, LedgerHead end) => FeedJson.WriteLines(
        text, new() { Ledger = _reader.Id, Epochs = _reader.Epochs(), Entries = [], Head = end, Full = false });
}
