using AmrCollector.Gaps;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Tests.Support;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace AmrCollector.Tests.Gaps;

/// <summary>The account costs no scan: no question reads all slots, all months or all meters; and what a meter has can be asked for as well as what it has not.</summary>
public sealed class GapQueryTests : IDisposable
{
    private static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
    private static readonly DateTimeOffset Start = DateTimeOffset.Parse("2026-10-20T10:00:00Z");
    private static readonly Meter First = new() { Id = new("m1"), Line = "box", Area = "T1" };

    private readonly string _folder = Directory.CreateTempSubdirectory("amr-gaps-").FullName;
    private readonly ManualTime _time = new(Start);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_question_goes_by_an_index()
    {
        using var book = Open();
        using var reader = GapReader.Open(_folder)!;
        var now = _time.GetUtcNow();
        GapFilter day = new() { From = new(2026, 10, 21), To = new(2026, 10, 21) };
        GapFilter[] filters = [new(), day, new() { Line = "box" }, day with { Area = "T1" }, new() { Read = "profile", State = "lost" }, new() { Meter = First.Id }, day with { From = new(2026, 10, 22), To = new(2026, 10, 22), Line = "box" }];
        foreach (var filter in filters)
        {
            reader.Page(filter, default, 10, now);
            reader.Count(filter, GapSplit.Day | GapSplit.Line | GapSplit.Area | GapSplit.Read, now);
        }

        reader.Totals(now);
        Assert.True(reader.Asked.Count >= 10, $"{reader.Asked.Count}");
        using var connection = LedgerSchema.Open(GapStore.FileIn(_folder), SqliteOpenMode.ReadOnly);
        string[] large = ["month", "m", "stream", "s", "tally"];
        foreach (var sql in reader.Asked)
        {
            using var plan = new Statement(connection, "EXPLAIN QUERY PLAN " + sql);
            while (plan.Step())
            {
                var step = plan.Text(3).Split(' ');
                Assert.False(step[0] == "SCAN" && large.Contains(step[1]), $"{plan.Text(3)}: {sql}");
            }
        }
    }

    [Fact]
    public void What_a_meter_has_is_told_with_where_it_came_from_and_is_no_gap()
    {
        using var book = Open();
        book.Note(Note("2026-10-21T10:00:00Z", SlotState.Have), Note("2026-10-21T10:15:00Z", SlotState.FromLoadRecord), Note("2026-10-21T10:30:00Z", SlotState.FromLoadRecord), Note("2026-10-21T10:45:00Z", SlotState.NoRecord), Note("2026-10-21T11:00:00Z", SlotState.Estimated));
        book.Flush();
        using var reader = GapReader.Open(_folder)!;
        GapFilter of = new() { Meter = First.Id, From = new(2026, 10, 21), To = new(2026, 10, 21) };
        Assert.Equal([(1, SlotState.Have)], Runs("have"));
        Assert.Equal([(2, SlotState.FromLoadRecord)], Runs("recovered"));
        Assert.Equal([(1, SlotState.NoRecord)], Runs("lost"));
        Assert.Equal([(1, SlotState.Estimated)], Runs("estimated"));
        Assert.Equal([48, 43], Runs("open").Select(run => run.Slots)); // 96 quarter-hours from midnight: 22:00 of the day before
        Assert.Equal(96 - 3, Runs(null).Sum(run => run.Slots));

        List<(int Slots, SlotState State)> Runs(string? state) => [.. reader.Page(of with { State = state }, default, 100, _time.GetUtcNow()).Gaps.Select(gap => (gap.Slots, gap.State))];
    }

    private GapBook Open()
    {
        var book = GapBook.Open(_folder, "ledger", Berlin, _time);
        book.Expect([new(First, "profile", SlotSchedule.Every(TimeSpan.FromMinutes(15)), 40, []), new(First with { Id = new("m2") }, "profile", SlotSchedule.Every(TimeSpan.FromMinutes(15)), 40, [])]);
        _time.Advance(TimeSpan.FromDays(2));
        book.CloseDays();
        return book;
    }

    private static SlotNote Note(string instant, SlotState state) => new(First.Id, "profile", DateTimeOffset.Parse(instant), state);
}
