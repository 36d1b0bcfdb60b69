using System.Buffers;
using System.Text;
using AmrCollector.Billing;

namespace AmrCollector.Cli.Ledger;

/// <summary>Streams issued billing reads in the order in which they were issued, corrections included; memory does not grow with the book.</summary>
internal sealed class BillingExport(string folder, DateOnly? day, bool asLines) : IExport
{
    private const int Chunk = 2000;

    private readonly BillingReader? _reader = BillingReader.Open(folder);

    /// <inheritdoc/>
    public string End => _reader?.Head() is { Number: > 0 } head ? $"{BillingRead.IdOf(head.Number)}:{head.Hash}" : "none";

    /// <inheritdoc/>
    public long Write(Action<byte[]> write, CancellationToken cancellationToken)
    {
        ArrayBufferWriter<byte> text = new(1 << 16);
        if (!asLines) Encoding.UTF8.GetBytes(BillingText.Header, text);
        var (last, written) = (0L, 0L);
        while (_reader?.Issued(last, day, Chunk) is { Count: > 0 } reads)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var read in reads)
            {
                if (asLines) BillingText.WriteLine(text, read);
                else BillingText.WriteCsvLine(text, read);
            }

            (last, written) = (reads[^1].Number, written + reads.Count);
            write(text.WrittenSpan.ToArray());
            text.ResetWrittenCount();
        }

        write(text.WrittenSpan.ToArray());
        return written;
    }

    public void Dispose() => _reader?.Dispose();
}
