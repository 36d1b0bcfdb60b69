using System.Runtime.CompilerServices;
using AmrCollector.Gaps;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Tests.Ledger;
using NodaTime;

namespace AmrCollector.Tests.Gaps;

/// <summary>Settlement days in the account of slots, and what stands in for daily freezes.</summary>
public sealed class SettlementSlotsTests : IDisposable
{
    private static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private static readonly DateTimeOffset First = new(2026, 10, 31, 16, 0, 0, TimeSpan.Zero); // 2026-11-01 00:00 in Shanghai
    private static readonly MeterModel Model = ModelFiles.Load([Models()], [])["dlt645-2007-1p"];
    private readonly string _folder = Directory.CreateTempSubdirectory("amr-slots-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("", "midnight/standard/1", 372)]
    [InlineData("1,15", "midnight/standard/1,15", 186)]
    [InlineData("21,1,11", "midnight/standard/1,11,21", 124)]
    public void A_plan_that_reads_settlement_expects_the_reading_days_of_the_list(string days, string schedule, int memory)
    {
        var stream = Assert.Single(Streams(days), stream => stream.Read == ReadWord.Settlement);
        Assert.Equal((schedule, memory), (stream.Schedule.Text, stream.MemoryDays));
    }

    [Fact]
    public void What_fills_a_slot_says_where_it_is_from()
    {
        Sightings sightings = new(Streams(""), Shanghai);
        Assert.Equal([("dailyFreeze", SlotState.FromSettlement), ("settlement", SlotState.Have)], States(Source.Settlement, First, hours: 3));
        Assert.Equal([("dailyFreeze", SlotState.FromSettlement), ("settlement", SlotState.FromSettlement)], States(Source.Settlement, First, hours: 300));
        Assert.Equal([("dailyFreeze", SlotState.Have), ("settlement", SlotState.FromDailyFreeze)], States(Source.DailyFreeze, First, hours: 3));
        Assert.Equal([("dailyFreeze", SlotState.FromLoadRecord), ("settlement", SlotState.FromLoadRecord)], States(Source.Profile, First, hours: 90));
        Assert.Equal([("dailyFreeze", SlotState.FromLoadRecord)], States(Source.Profile, First.AddDays(3), hours: 3));
        Assert.Empty(States(Source.Settlement, First.AddHours(7), hours: 3)); // a day that settles at 07:00 is no midnight

        IEnumerable<(string, SlotState)> States(Source source, DateTimeOffset at, int hours) => sightings
            .Of(Drafts.Freeze("m1", 0) with { Source = source, Instant = at, ReadAt = at.AddHours(hours) }).Select(note => (note.Read, note.State)).Order();
    }

    [Fact]
    public void What_a_meter_does_not_have_is_lost_and_asked_no_more_and_an_actual_from_elsewhere_still_counts()
    {
        ManualTimeAt(First.AddDays(-40), out var time);
        using var book = GapBook.Open(_folder, "ledger/1", Shanghai, time);
        book.Expect([.. Streams("")]);
        time.Advance(TimeSpan.FromDays(45));
        book.CloseDays();
        Assert.Equal([First, First.AddDays(-31)], book.OpenOf(new("m1"), ReadWord.Settlement, 12));
        book.Note(new SlotNote(new("m1"), ReadWord.Settlement, First.AddDays(-31), SlotState.OlderThanMemory));
        Assert.Equal([First], book.OpenOf(new("m1"), ReadWord.Settlement, 12));
        Assert.Equal([First.AddDays(-31)], book.LostOf(new("m1"), ReadWord.Settlement, 400));
        book.Note(new SlotNote(new("m1"), ReadWord.DailyFreeze, First, SlotState.Estimated));
        Assert.Equal([First], book.LostOf(new("m1"), ReadWord.DailyFreeze, 40, orEstimated: true));
        book.Note(new SlotNote(new("m1"), ReadWord.DailyFreeze, First, SlotState.FromLoadRecord));
        Assert.Empty(book.LostOf(new("m1"), ReadWord.DailyFreeze, 40, orEstimated: true));
    }

    [Fact]
    public void Twelve_months_from_before_the_account_began_are_counted()
    {
        ManualTimeAt(First.AddDays(21), out var time);
        using var book = GapBook.Open(_folder, "ledger/1", Shanghai, time);
        book.Expect([.. Streams("")]);
        Sightings sightings = new(Streams(""), Shanghai);
        var months = Enumerable.Range(0, 12).Select(back => Shanghai.AtStartOfDay(new LocalDate(2026, 11, 1).PlusMonths(-back)).ToDateTimeOffset().ToUniversalTime());
        book.Note(months.Order().SelectMany(at => sightings.Of(Drafts.Freeze("m1", 0) with { Source = Source.Settlement, Instant = at, ReadAt = time.GetUtcNow() })));
        book.Flush();
        using var reader = GapReader.Open(_folder)!;
        var row = Assert.Single(reader.Count(new() { From = new(2025, 11, 2), To = new(2026, 11, 22) }, GapSplit.Read, time.GetUtcNow()), row => row.Read == ReadWord.Settlement);
        Assert.Equal((12, 12, 0), (row.Expected, row.Recovered, row.Open));
    }

    private static void ManualTimeAt(DateTimeOffset at, out Support.ManualTime time) => time = new(at);

    private static IEnumerable<ExpectedStream> Streams(string days) => Expectation.Of(
        new() { Id = new("m1"), ReadingDays = [.. days.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)] }, Model,
        new("home", [new(new Timing.At(new(0, 30)), [ReadWord.DailyFreeze, ReadWord.Settlement])]));

    private static string Models([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../../config/models");
}
