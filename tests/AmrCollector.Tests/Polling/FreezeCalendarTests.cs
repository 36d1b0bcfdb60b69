using AmrCollector.Polling;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace AmrCollector.Tests.Polling;

public sealed class FreezeCalendarTests
{
    private static readonly LocalDate Today = new(2026, 11, 22);

    [Fact]
    public void A_new_meter_misses_every_day_newest_first()
    {
        var calendar = default(FreezeCalendar);
        calendar.Advance(Today);
        Assert.Equal(62, calendar.CountMissing(62));
        Assert.Equal([Today, Today.PlusDays(-1), Today.PlusDays(-2)], calendar.Missing(62, 3));
    }

    [Fact]
    public void A_settled_day_stays_settled_when_days_pass()
    {
        var calendar = default(FreezeCalendar);
        calendar.Advance(Today);
        foreach (var date in calendar.Missing(62, 62)) calendar.Settle(date);
        calendar.Advance(Today.PlusDays(2));
        Assert.Equal([Today.PlusDays(2), Today.PlusDays(1)], calendar.Missing(62, 7));
    }

    [Fact]
    public void Days_outside_the_window_are_ignored()
    {
        var calendar = default(FreezeCalendar);
        calendar.Advance(Today);
        calendar.Settle(Today.PlusDays(1));
        calendar.Settle(Today.PlusDays(-62));
        Assert.Equal(62, calendar.CountMissing(62));
    }

    [Fact]
    public void It_agrees_with_a_plain_set_of_dates() =>
        Prop.ForAll(Gen.Choose(-5, 9).ListOf().ToArbitrary(), steps =>
        {
            var (calendar, today) = (default(FreezeCalendar), Today);
            HashSet<LocalDate> settled = [];
            calendar.Advance(today);
            foreach (var step in steps)
            {
                today = today.PlusDays(step);
                calendar.Advance(today);
                settled.RemoveWhere(date => date > today || Period.DaysBetween(date, today) >= 62);
                var date = today.PlusDays(-Math.Abs(step * 3));
                calendar.Settle(date);
                settled.Add(date);
            }

            return calendar.CountMissing(62) == 62 - settled.Count && !calendar.Missing(62, 62).Any(settled.Contains);
        }).QuickCheckThrowOnFailure();
}
