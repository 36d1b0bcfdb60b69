using AmrCollector.Polling;
using NodaTime;

namespace AmrCollector.Tests.Polling;

public sealed class ScheduleTests
{
    private static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];

    [Theory]
    [InlineData("2026-11-21T16:09:59Z", "2026-11-21T16:10:00Z")]
    [InlineData("2026-11-21T16:10:00Z", "2026-11-22T16:10:00Z")]
    public void A_daily_entry_is_due_at_its_local_time_and_once_a_day(string after, string due) =>
        Assert.Equal(At(due), Schedule.Next(new Timing.At(new LocalTime(0, 10)), At(after), Shanghai));

    [Theory]
    [InlineData("2026-11-21T16:00:00Z", "2026-11-21T16:15:00Z")]
    [InlineData("2026-11-21T16:14:59.999Z", "2026-11-21T16:15:00Z")]
    [InlineData("2026-11-22T15:59:00Z", "2026-11-22T16:00:00Z")]
    public void A_periodic_entry_is_aligned_to_local_midnight(string after, string due) =>
        Assert.Equal(At(due), Schedule.Next(new Timing.Every(TimeSpan.FromMinutes(15)), At(after), Shanghai));

    [Fact]
    public void A_period_that_does_not_divide_the_day_starts_again_at_midnight()
    {
        var every = new Timing.Every(TimeSpan.FromHours(7));
        Assert.Equal(At("2026-11-21T13:00:00Z"), Schedule.Next(every, At("2026-11-21T06:00:00Z"), Shanghai));
        Assert.Equal(At("2026-11-21T16:00:00Z"), Schedule.Next(every, At("2026-11-21T13:00:00Z"), Shanghai));
    }

    [Fact]
    public void A_time_that_the_clock_change_skips_is_due_at_the_next_existing_one() =>
        Assert.Equal(At("2026-03-29T01:00:00Z"), Schedule.Next(new Timing.At(new LocalTime(2, 30)), At("2026-03-28T12:00:00Z"), Berlin));

    [Fact]
    public void A_time_that_happens_twice_is_due_once()
    {
        var at = new Timing.At(new LocalTime(2, 30));
        var first = Schedule.Next(at, At("2026-10-24T12:00:00Z"), Berlin);
        Assert.Equal(At("2026-10-25T00:30:00Z"), first);
        Assert.Equal(At("2026-10-26T01:30:00Z"), Schedule.Next(at, first, Berlin));
    }

    [Fact]
    public void A_day_of_25_hours_has_100_quarters()
    {
        var (count, at) = (0, At("2026-10-24T22:00:00Z"));
        for (; at < At("2026-10-25T23:00:00Z"); count++) at = Schedule.Next(new Timing.Every(TimeSpan.FromMinutes(15)), at, Berlin);
        Assert.Equal(100, count);
    }

    [Theory]
    [InlineData("2026-02-15T00:00:00Z", "2026-02-27T16:20:00Z")]
    [InlineData("2026-02-27T16:20:00Z", "2026-03-30T16:20:00Z")]
    public void Day_31_means_the_last_day_of_a_shorter_month(string after, string due) =>
        Assert.Equal(At(due), Schedule.Next(new Timing.Monthly([31], new LocalTime(0, 20)), At(after), Shanghai));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text);
}
