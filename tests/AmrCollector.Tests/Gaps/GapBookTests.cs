using AmrCollector.Gaps;
using AmrCollector.Metering;
using AmrCollector.Tests.Support;
using NodaTime;

namespace AmrCollector.Tests.Gaps;

/// <summary>The account of slots: what is expected, filled, lost, and that it adds up.</summary>
public sealed class GapBookTests : IDisposable
{
    private static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
    private static readonly SlotSchedule Quarters = SlotSchedule.Every(TimeSpan.FromMinutes(15));

    private readonly string _folder = Directory.CreateTempSubdirectory("amr-gaps-").FullName;
    private readonly ManualTime _time = new(DateTimeOffset.Parse("2026-10-20T10:00:00Z"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_day_of_25_hours_of_a_meter_that_told_nothing_is_a_gap_of_100_quarter_hours()
    {
        using var book = Open(Meter("m1"));
        At("2026-10-26T10:00:00Z");
        book.CloseDays();
        using var reader = GapReader.Open(_folder)!;
        var gap = Assert.Single(reader.Page(Day("2026-10-25"), default, 10, Now).Gaps);
        Assert.Equal((100, "open", "box", "T1"), (gap.Slots, gap.State.Word(), gap.Line, gap.Area));
        Assert.Equal(DateTimeOffset.Parse("2026-10-24T22:00:00Z"), gap.From);
        Assert.Equal(DateTimeOffset.Parse("2026-10-25T22:45:00Z"), gap.To);
        Assert.Equal(100, Assert.Single(reader.Count(Day("2026-10-25"), GapSplit.None, Now)).Expected);
    }

    [Fact]
    public void What_comes_fills_its_slot_once_and_the_rest_stays_open_to_be_fetched_newest_day_first()
    {
        using var book = Open(Meter("m1"));
        At("2026-10-22T00:40:00Z");
        book.CloseDays();
        Note(book, "m1", "2026-10-22T00:15:00Z", SlotState.Have);
        Note(book, "m1", "2026-10-22T00:15:00Z", SlotState.FromLoadRecord);
        var open = book.OpenOf(new("m1"), "profile", 1000);
        Assert.Equal(DateTimeOffset.Parse("2026-10-21T22:00:00Z"), open[0]);
        Assert.DoesNotContain(DateTimeOffset.Parse("2026-10-22T00:15:00Z"), open);
        Assert.Equal(10 + 96 + 96, open.Count);
        Assert.True(open[10] < open[0] && open[9] > open[0]);
        using var reader = GapReader.Open(_folder)!;
        var today = Assert.Single(reader.Count(Day("2026-10-22"), GapSplit.Line, Now));
        Assert.Equal((11, 1, 0, 10), (today.Expected, today.Have, today.Recovered, today.Open));
    }

    [Fact]
    public void An_actual_outdoes_an_estimate_and_an_estimate_a_loss_in_whatever_order_they_come()
    {
        using var book = Open(Meter("m1"));
        At("2026-10-22T00:40:00Z");
        string[] slots = ["2026-10-21T10:00:00Z", "2026-10-21T10:15:00Z", "2026-10-21T10:30:00Z"];
        SlotState[] states = [SlotState.NoRecord, SlotState.Estimated, SlotState.FromLoadRecord];
        foreach (var state in states) Note(book, "m1", slots[0], state);
        foreach (var state in states.Reverse()) Note(book, "m1", slots[1], state);
        foreach (var state in states[..2]) Note(book, "m1", slots[2], state);
        book.CloseDays();
        using var reader = GapReader.Open(_folder)!;
        var day = Assert.Single(reader.Count(Day("2026-10-21"), GapSplit.Line, Now));
        Assert.Equal((96, 2, 1, 0), (day.Expected, day.Recovered, day.Estimated, day.Lost));
    }

    [Fact]
    public void What_falls_out_of_the_meters_memory_is_lost_and_what_no_memory_holds_is_lost_with_its_day()
    {
        using var book = OpenStreams(new(Meter("m1"), "profile", Quarters, 2, []), new(Meter("m1"), "current", SlotSchedule.Every(TimeSpan.FromHours(6)), 0, []));
        At("2026-10-24T10:00:00Z");
        book.CloseDays();
        using var reader = GapReader.Open(_folder)!;
        var gaps = reader.Page(new() { Meter = new("m1") }, default, 100, Now).Gaps;
        Assert.All(gaps.Where(gap => gap.Read == "profile" && gap.Day <= new DateOnly(2026, 10, 22)), gap => Assert.Equal(SlotState.OlderThanMemory, gap.State));
        Assert.All(gaps.Where(gap => gap.Read == "profile" && gap.Day > new DateOnly(2026, 10, 22)), gap => Assert.Equal(SlotState.Open, gap.State));
        Assert.All(gaps.Where(gap => gap.Read == "current" && gap.Day < new DateOnly(2026, 10, 24)), gap => Assert.Equal(SlotState.NoMemory, gap.State));
        Assert.Equal(2, gaps.Single(gap => gap.Read == "current" && gap.Day == new DateOnly(2026, 10, 20)).Slots); // noon and six of the first day: what lies before is not expected
        Assert.NotEmpty(book.LostOf(new("m1"), "profile", 10));
    }

    [Fact]
    public void What_the_meter_remembers_from_before_begins_the_account_there_and_days_between_are_expected()
    {
        ExpectedStream freezes = new(Meter("m1"), "dailyFreeze", SlotSchedule.Midnight(MeterClock.Standard), 62, []);
        using var book = OpenStreams(freezes);
        book.Note(Freeze("2026-10-19"), Freeze("2026-10-10"), Freeze("2026-10-12"));
        book.Flush();
        using var reader = GapReader.Open(_folder)!;
        var sum = Assert.Single(reader.Count(new() { From = new(2026, 10, 1), To = new(2026, 10, 20) }, GapSplit.None, Now));
        Assert.Equal((11, 3, 8), (sum.Expected, sum.Recovered, sum.Open));
        Assert.Equal(8, book.OpenOf(new("m1"), "dailyFreeze", 100).Count);
        Assert.Equal(11, Assert.Single(reader.Totals(Now)).Expected);
    }

    [Fact]
    public void A_meter_that_leaves_the_list_expects_no_more_and_its_open_slots_are_lost()
    {
        using (var book = Open(Meter("m1"), Meter("m2"))) Note(book, "m1", "2026-10-20T09:45:00Z", SlotState.Have);
        At("2026-10-21T10:00:00Z");
        using var left = Open(Meter("m2"));
        At("2026-10-23T10:00:00Z");
        left.CloseDays();
        using var reader = GapReader.Open(_folder)!;
        Assert.Equal([96, 192, 192], reader.Count(new() { From = new(2026, 10, 20), To = new(2026, 10, 22) }, GapSplit.Day, Now)
            .Select(day => day.Expected - (day.Day == new DateOnly(2026, 10, 21) ? -96 + 49 : 0)));
        Assert.All(reader.Page(new() { Meter = new("m1") }, default, 100, Now).Gaps, gap => Assert.Equal(SlotState.Removed, gap.State));
    }

    [Fact]
    public void A_meter_that_moves_to_another_line_is_counted_there_from_then_on()
    {
        using (Open(Meter("m1")))
        {
        }

        At("2026-10-21T10:00:00Z");
        using var moved = OpenStreams(new ExpectedStream(Meter("m1") with { Line = "riser" }, "profile", Quarters, 40, []));
        At("2026-10-23T10:00:00Z");
        moved.CloseDays();
        using var reader = GapReader.Open(_folder)!;
        Assert.Equal("riser", Assert.Single(reader.Count(Day("2026-10-22"), GapSplit.Line, Now)).Line);
        Assert.Equal("box", Assert.Single(reader.Count(Day("2026-10-20"), GapSplit.Line, Now)).Line);
        Assert.Equal(96 + 49 + 96 + 49, moved.OpenOf(new("m1"), "profile", 1000).Count);
    }

    [Fact]
    public void What_is_further_back_than_it_accounts_is_forgotten_but_not_by_a_clock_that_is_not_trusted()
    {
        var then = Now.AddDays(1);
        using var book = OpenStreams(new ExpectedStream(Meter("m1"), "dailyFreeze", SlotSchedule.Midnight(MeterClock.Standard), 62, []));
        book.Note(Freeze("2026-10-20"));
        At("2028-01-20T10:00:00Z");
        book.CloseDays(isClockTrusted: false);
        using var reader = GapReader.Open(_folder)!;
        Assert.Equal(1, reader.Count(Day("2026-10-20"), GapSplit.None, then).Sum(day => day.Recovered));
        At("2028-03-20T10:00:00Z");
        book.CloseDays(isClockTrusted: true);
        Assert.Equal(0, reader.Count(Day("2026-10-20"), GapSplit.None, then).Sum(day => day.Recovered));
    }

    [Theory]
    [InlineData(365)]
    [InlineData(-365)]
    public void One_that_began_on_a_day_that_was_none_begins_anew_today_and_follows_the_ledger_again(int days)
    {
        var right = Now;
        _time.StepWallClock(TimeSpan.FromDays(days));
        using var book = Open(Meter("m1"));
        book.Replay([], 7);
        Assert.True(book.Follow(() => 7));
        _time.StepWallClock(TimeSpan.FromDays(-days));
        book.BeginAnew([new(Meter("m1"), "profile", Quarters, 40, [])]);
        Assert.Equal((0, false, new DateOnly(2026, 10, 19)), (book.Applied, book.IsFollowing, book.ClosedDay));
        At("2026-10-22T10:00:00Z");
        book.CloseDays();
        using var reader = GapReader.Open(_folder)!;
        Assert.Equal([96, 96], reader.Count(new() { From = new(2026, 10, 20), To = new(2026, 10, 21) }, GapSplit.Day, Now).Select(day => day.Expected));
        Assert.Equal(3 * 96 - 48 + 1, Assert.Single(reader.Totals(right.AddDays(2))).Expected);
    }

    private static SlotNote Freeze(string day) =>
        new(new("m1"), "dailyFreeze", SlotSchedule.Midnight(MeterClock.Standard).InstantOf(LocalDate.FromDateOnly(DateOnly.Parse(day)), 0, Berlin), SlotState.FromDailyFreeze);

    private DateTimeOffset Now => _time.GetUtcNow();

    private static Meter Meter(string id) => new() { Id = new(id), Line = "box", Area = "T1" };

    private static GapFilter Day(string day) => new() { From = DateOnly.Parse(day), To = DateOnly.Parse(day) };

    private void At(string instant) => _time.Advance(DateTimeOffset.Parse(instant) - Now);

    private GapBook Open(params Meter[] meters) => OpenStreams([.. meters.Select(meter => new ExpectedStream(meter, "profile", Quarters, 40, []))]);

    private GapBook OpenStreams(params ExpectedStream[] streams)
    {
        var book = GapBook.Open(_folder, "ledger", Berlin, _time);
        book.Expect(streams);
        return book;
    }

    private static void Note(GapBook book, string meter, string instant, SlotState state)
    {
        book.Note(new SlotNote(new(meter), "profile", DateTimeOffset.Parse(instant), state));
        book.Flush();
    }
}
