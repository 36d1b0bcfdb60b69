using AmrCollector.Metering;
using AmrCollector.Polling.Profile;
using NodaTime;

namespace AmrCollector.Tests.Polling.Profile;

/// <summary>Which instant a record's wall-clock time means.</summary>
public sealed class RecordTimesTests
{
    private static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
    private static readonly DateTimeOffset Midnight = DateTimeOffset.Parse("2026-10-24T22:00:00Z");

    [Fact]
    public void A_day_of_25_hours_of_a_local_clock_is_resolved_by_the_order_of_its_records()
    {
        var truth = Enumerable.Range(0, 100).Select(i => (DateTimeOffset?)Midnight.AddMinutes(15 * i)).ToList();
        Assert.Equal(truth, RecordTimes.Resolve([.. truth.Select(Shown)], MeterClock.Local, Berlin));
    }

    [Theory]
    [InlineData(0, 12)]
    [InlineData(6, 4)]
    [InlineData(8, 8)]
    [InlineData(10, 4)]
    [InlineData(12, 6)]
    public void A_piece_is_resolved_when_the_hour_comes_twice_in_it_or_a_neighbour_joins_it(int from, int count)
    {
        var truth = Enumerable.Range(from, count).Select(i => (DateTimeOffset?)Midnight.AddMinutes(15 * i)).ToList();
        Assert.Equal(truth, RecordTimes.Resolve([.. truth.Select(Shown)], MeterClock.Local, Berlin));
    }

    [Fact]
    public void Records_of_the_hour_that_comes_twice_without_any_neighbour_are_held()
    {
        DateTime[] shown = [new(2026, 10, 25, 2, 15, 0), new(2026, 10, 25, 2, 30, 0)];
        Assert.Equal([null, null], RecordTimes.Resolve(shown, MeterClock.Local, Berlin));
        Assert.Equal([DateTimeOffset.Parse("2026-10-25T01:15:00Z"), DateTimeOffset.Parse("2026-10-25T01:30:00Z")], RecordTimes.Resolve(shown, MeterClock.Standard, Berlin));
        Assert.Equal([DateTimeOffset.Parse("2026-10-25T02:15:00Z"), DateTimeOffset.Parse("2026-10-25T02:30:00Z")], RecordTimes.Resolve(shown, MeterClock.Utc, Berlin));
    }

    [Fact]
    public void A_time_that_no_local_clock_shows_is_no_time()
    {
        DateTime[] shown = [new(2026, 3, 29, 1, 45, 0), new(2026, 3, 29, 2, 15, 0), new(2026, 3, 29, 3, 0, 0)];
        Assert.Equal([DateTimeOffset.Parse("2026-03-29T00:45:00Z"), null, DateTimeOffset.Parse("2026-03-29T01:00:00Z")], RecordTimes.Resolve(shown, MeterClock.Local, Berlin));
    }

    [Fact]
    public void A_single_record_and_none_are_taken_as_they_are()
    {
        Assert.Empty(RecordTimes.Resolve([], MeterClock.Local, Berlin));
        Assert.Equal([null], RecordTimes.Resolve([new(2026, 10, 25, 2, 15, 0)], MeterClock.Local, Berlin));
        Assert.Equal([DateTimeOffset.Parse("2026-07-01T10:00:00Z")], RecordTimes.Resolve([new(2026, 7, 1, 12, 0, 0)], MeterClock.Local, Berlin));
    }

    private static DateTime Shown(DateTimeOffset? instant) => Instant.FromDateTimeOffset(instant!.Value).InZone(Berlin).ToDateTimeUnspecified();
}
