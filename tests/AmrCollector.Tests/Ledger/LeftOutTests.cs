using AmrCollector.Cli;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Tests.Cli;

namespace AmrCollector.Tests.Ledger;

/// <summary>What a market file has no place for is said beside it: a file that lacks days looks like one of a customer who used nothing.</summary>
public sealed class LeftOutTests : IDisposable
{
    private static readonly ObisCode Profile = ObisCode.Parse("1-0:1.29.0");
    private readonly TempLedger _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task Days_of_hours_are_counted_beside_a_NEM12_file_and_the_others_are_in_it()
    {
        Append(Day(0, 60), Day(1, 60), Day(2, 30), Day(3, 30) with { Verdict = Drafts.Held }, Day(4, 30) with { Unit = Unit.CubicMetre });
        var (code, output, error) = await ExportAsync("nem12");

        Assert.Equal(ExitCode.Ok, code);
        Assert.All(output.TrimEnd().Split("\r\n"), line => Assert.Matches("^(100|200|300|400|900)(,|$)", line)); // the file has no remarks
        Assert.Contains(",30,", output, StringComparison.Ordinal);
        Assert.Contains("days of profiles: intervals of 60 min, and the format has 5, 15 and 30 min alone", error, StringComparison.Ordinal);
        Assert.Contains("left out: 1 days of profiles: held, and nobody has released them", error, StringComparison.Ordinal);
        Assert.Contains("days of profiles: the format has no m3", error.Replace("m³", "m3", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readings_without_a_quantity_or_a_name_are_counted_beside_a_NEM13_file()
    {
        var apart = Drafts.Freeze("a", 1, 900m);
        Append(
            Drafts.Freeze("a", 0, 1000m), apart with { Verdict = Drafts.Accepted with { Consumption = null } }, Drafts.Freeze("a", 2, 1010m) with { Verdict = Drafts.Held },
            Drafts.Freeze("b", 0) with { Item = ObisCode.Parse("1-0:9.8.0") }, Drafts.Freeze("b", 1) with { Item = ObisCode.Parse("1-0:9.8.0") });
        var (_, output, error) = await ExportAsync("nem13");

        Assert.DoesNotContain("250,", output, StringComparison.Ordinal);
        Assert.Contains("left out: 1 readings of registers: between it and the reading before the register fell or its ratio changed", error, StringComparison.Ordinal);
        Assert.Contains("left out: 1 readings of registers: held, and nobody has released them", error, StringComparison.Ordinal);
        Assert.Contains("left out: 1 readings of registers: the format has no name for 1-0:9.8.0", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Green_Button_file_says_itself_what_is_not_in_it()
    {
        Append(Drafts.Freeze("a", 0), Drafts.Freeze("a", 1), Day(0, 30), Drafts.Freeze("w", 0) with { Unit = Unit.CubicMetre }, Drafts.Freeze("w", 1) with { Unit = Unit.CubicMetre });
        var (_, output, error) = await ExportAsync("greenbutton");

        var feed = System.Xml.Linq.XDocument.Parse(output);
        var remarks = feed.Root!.Nodes().OfType<System.Xml.Linq.XComment>().Select(remark => remark.Value.Trim()).ToList();
        Assert.Equal(2, remarks.Count);
        Assert.All(remarks, remark => Assert.Contains(remark, error, StringComparison.Ordinal));
        Assert.Contains(remarks, remark => remark.StartsWith("left out: 1 days of profiles: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_nothing_is_left_out_nothing_is_said()
    {
        Append(Drafts.Freeze("a", 0), Drafts.Freeze("a", 1));
        Assert.DoesNotContain("left out", (await ExportAsync("nem13")).Error, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output, string Error)> ExportAsync(string format) =>
        Amr.RunAsync("ledger", "export", "--ledger", _temp.Folder, "--format", format, "--from", "2026-11-01", "--to", "2027-01-01");

    private void Append(params EntryDraft[] drafts) => Assert.Empty(_temp.Ledger.Append(drafts).Quarantined);

    /// <summary>A day of a profile, a metering point of its own.</summary>
    private static EntryDraft Day(int day, int minutes)
    {
        var count = 1440 / minutes;
        IntervalBlock block = new(TimeSpan.FromMinutes(minutes), 2, [.. Enumerable.Repeat(0.25m, count)], [.. Enumerable.Repeat(IntervalQuality.Actual, count)]);
        return Drafts.Freeze("p" + day, day) with
        {
            Item = Profile,
            Kind = ItemKind.Interval,
            Source = Source.Profile,
            Value = block.Sum,
            Verdict = Drafts.Accepted,
            Evidence = new(default, block.Pack()),
            OccurredAt = null,
        };
    }
}
