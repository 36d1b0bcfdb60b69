using AmrCollector.Gaps;
using AmrCollector.Metering;
using NodaTime;

namespace AmrCollector.Tests.Gaps;

/// <summary>How many slots a local day has, and which is whose.</summary>
public sealed class SlotScheduleTests
{
    private static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
    private static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private static readonly SlotSchedule Quarters = SlotSchedule.Every(TimeSpan.FromMinutes(15));

    [Theory]
    [InlineData("2026-03-28", 96, 24)]
    [InlineData("2026-03-29", 92, 23)]
    [InlineData("2026-10-25", 100, 25)]
    [InlineData("2026-10-26", 96, 24)]
    public void Days_in_Berlin_have_92_96_or_100_quarter_hours(string day, int quarters, int hours)
    {
        var date = LocalDate.FromDateOnly(DateOnly.Parse(day));
        Assert.Equal(quarters, Quarters.Count(date, Berlin));
        Assert.Equal(hours, SlotSchedule.Every(TimeSpan.FromHours(1)).Count(date, Berlin));
        Assert.Equal(96, Quarters.Count(date, Shanghai));
        Assert.Equal(1, SlotSchedule.Midnight(MeterClock.Local).Count(date, Berlin));
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29")]
    [InlineData("Europe/Berlin", "2026-10-25")]
    [InlineData("Asia/Shanghai", "2026-10-25")]
    [InlineData("Asia/Shanghai", "1986-05-04")]
    [InlineData("America/Sao_Paulo", "2018-11-04")]
    public void Every_slot_is_found_again_by_its_instant_and_slots_follow_without_hole(string zone, string day)
    {
        var (site, date) = (DateTimeZoneProviders.Tzdb[zone], LocalDate.FromDateOnly(DateOnly.Parse(day)));
        var count = Quarters.Count(date, site);
        for (var index = 0; index < count; index++)
        {
            var instant = Quarters.InstantOf(date, index, site);
            Assert.Equal((date, index), Quarters.Find(instant, site));
            Assert.Equal((date, index), Quarters.Find(instant.AddMinutes(14.9), site));
            Assert.Equal(index + 1, Quarters.CountDue(date, instant, site));
        }

        Assert.Equal(Quarters.InstantOf(date.PlusDays(1), 0, site), Quarters.InstantOf(date, count, site));
    }

    [Fact]
    public void A_rule_change_of_the_zone_makes_a_day_of_23_hours()
    {
        ChangedZone zone = new(Instant.FromUtc(2026, 6, 15, 4, 0));
        Assert.Equal(92, Quarters.Count(new(2026, 6, 15), zone));
        Assert.Equal(96, Quarters.Count(new(2026, 6, 14), zone));
        Assert.Equal(96, Quarters.Count(new(2026, 6, 16), zone));
        Assert.Equal(new(2026, 6, 14, 16, 0, 0, TimeSpan.Zero), Quarters.InstantOf(new(2026, 6, 15), 0, zone));
        Assert.Equal(new(2026, 6, 15, 15, 0, 0, TimeSpan.Zero), Quarters.InstantOf(new(2026, 6, 16), 0, zone));
    }

    [Theory]
    [InlineData(MeterClock.Standard, "2026-07-01", "2026-06-30T23:00:00Z")]
    [InlineData(MeterClock.Local, "2026-07-01", "2026-06-30T22:00:00Z")]
    [InlineData(MeterClock.Utc, "2026-07-01", "2026-07-01T00:00:00Z")]
    [InlineData(MeterClock.Standard, "2026-12-01", "2026-11-30T23:00:00Z")]
    [InlineData(MeterClock.Local, "2026-12-01", "2026-11-30T23:00:00Z")]
    public void A_freeze_is_due_at_the_midnight_of_the_meters_own_clock(MeterClock clock, string day, string instant)
    {
        var (schedule, date) = (SlotSchedule.Midnight(clock), LocalDate.FromDateOnly(DateOnly.Parse(day)));
        Assert.Equal(DateTimeOffset.Parse(instant), schedule.InstantOf(date, 0, Berlin));
        Assert.Equal((date, 0), schedule.Find(DateTimeOffset.Parse(instant), Berlin));
    }

    [Fact]
    public void A_time_of_day_that_a_clock_change_skips_is_due_when_time_goes_on()
    {
        var schedule = SlotSchedule.At(new LocalTime(2, 30));
        Assert.Equal(DateTimeOffset.Parse("2026-03-29T01:00:00Z"), schedule.InstantOf(new(2026, 3, 29), 0, Berlin));
        Assert.Equal((new LocalDate(2026, 3, 28), 0), schedule.Find(DateTimeOffset.Parse("2026-03-29T00:59:00Z"), Berlin));
        Assert.Equal(0, schedule.CountDue(new(2026, 3, 29), DateTimeOffset.Parse("2026-03-29T00:59:00Z"), Berlin));
    }

    [Fact]
    public void Days_of_the_month_beyond_its_end_mean_its_last_day()
    {
        var schedule = SlotSchedule.Midnight(MeterClock.Standard, 15, 31);
        var days = Enumerable.Range(1, 28).Where(day => schedule.Count(new(2026, 2, day), Shanghai) == 1);
        Assert.Equal([15, 28], days);
        Assert.Null(schedule.Find(DateTimeOffset.Parse("2026-02-03T16:00:00Z"), Shanghai));
    }

    [Fact]
    public void A_schedule_is_read_back_from_its_name()
    {
        SlotSchedule[] schedules =
        [
            Quarters, SlotSchedule.Every(TimeSpan.FromSeconds(5)), SlotSchedule.Midnight(MeterClock.Local), SlotSchedule.Midnight(MeterClock.Utc, 1, 15),
            SlotSchedule.At(new LocalTime(0, 10)), SlotSchedule.At(new LocalTime(23, 59, 59), 31),
        ];
        Assert.All(schedules, schedule => Assert.Equal(schedule.Text, SlotSchedule.Parse(schedule.Text).Text));
        Assert.Equal("every/60", schedules[1].Text);
        Assert.Throws<FormatException>(() => SlotSchedule.Parse("never"));
    }
}
