using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using AmrCollector.Feed;
using AmrCollector.Ledger;
using AmrCollector.Metering;

namespace AmrCollector.Tests.Ledger;

/// <summary>A ledger written before there were blocks of intervals (tests/vectors/ledger-1.db) is read, verified and written on.</summary>
public sealed class OlderLedgerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("amr-older-").FullName;

    public OlderLedgerTests() => File.Copy(Vector(), Path.Combine(_folder, "ledger.db"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_older_ledger_verifies_and_takes_a_day_of_a_profile()
    {
        Assert.Null(Chain.Verify(_folder, [], null, default).Fault);
        using (var ledger = SqliteLedger.Open(_folder, TimeProvider.System))
        {
            using var reader = ledger.OpenReader();
            Assert.Equal(["1240.52", "1248.38", "1256.10"], reader.ReadAfter(0, 10, EntryFilter.All).Entries.Select(entry => $"{entry.Draft.Value}"));
            IntervalBlock day = new(TimeSpan.FromMinutes(15), 2, [0.25m, 0m], [IntervalQuality.Actual, IntervalQuality.Missing]);
            Assert.Empty(ledger.Append([Drafts.Freeze("m1", 0, 0.25m) with { Item = ObisCode.Parse("1-0:1.29.0"), Kind = ItemKind.Interval, Source = Source.Profile, Evidence = new(default, day.Pack()) }]).Quarantined);

            ArrayBufferWriter<byte> lines = new();
            var (end, epochs) = reader.Stretch(0, 10);
            FeedReader feed = new(reader, ledger.Signal, TimeProvider.System);
            feed.Write(new(reader.Id, epochs, 0, end, false), 0, 10, new(reader.Id, epochs, separated: false), lines);
            var last = Encoding.UTF8.GetString(lines.WrittenSpan).TrimEnd().Split('\n')[^1];
            Assert.EndsWith(""","intervals":{"minutes":15,"values":["0.25",null],"quality":[["actual",1],["missing",1]]}}""", last, StringComparison.Ordinal);
        }

        Assert.Null(Chain.Verify(_folder, [], null, default).Fault);
    }

    [Fact]
    public void A_revision_of_intervals_keeps_them_and_the_bytes_are_the_same_in_every_form()
    {
        using var ledger = SqliteLedger.Open(_folder, TimeProvider.System);
        using var reader = ledger.OpenReader();
        IntervalBlock day = new(TimeSpan.FromMinutes(15), 2, [0.25m, 0.50m], [IntervalQuality.Actual, IntervalQuality.Substituted]);
        var first = ledger.Append([Drafts.Freeze("m1", 0, 0.75m) with { Item = ObisCode.Parse("1-0:1.29.0"), Kind = ItemKind.Interval, Source = Source.Profile, Evidence = new(default, day.Pack()) }]).Entries[0];
        var second = ledger.Append([first.Draft with { Verdict = Drafts.Held, Replaces = first.Id, Evidence = Evidence.None }]).Entries[0];
        var read = reader.ReadAfter(second.Sequence - 1, 10, EntryFilter.All).Entries[0];
        Assert.True(IntervalBlock.TryRead(read.Draft.Evidence.Reply.Span, out var block));
        Assert.Equal(day.Values, block!.Values);
        ArrayBufferWriter<byte> csv = new();
        FeedCsv.WriteLine(csv, read, new(reader.Id, "0123456789ab", read.Sequence));
        Assert.EndsWith(",15 0.25A 0.50S\n", Encoding.UTF8.GetString(csv.WrittenSpan), StringComparison.Ordinal);
        Assert.Null(Chain.Verify(_folder, [], null, default).Fault);
    }

    private static string Vector([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../vectors/ledger-1.db");
}
