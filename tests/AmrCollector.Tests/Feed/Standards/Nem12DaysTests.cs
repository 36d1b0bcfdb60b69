using AmrCollector.Feed.Standards;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Tests.Ledger;
using NodaTime;

namespace AmrCollector.Tests.Feed.Standards;

/// <summary>NEM12 knows days of standard time alone: local days of 23, 24 and 25 hours are laid out on them and nothing is lost.</summary>
public sealed class Nem12DaysTests
{
    private static readonly DateTimeZone Sydney = DateTimeZoneProviders.Tzdb["Australia/Sydney"];
    private static readonly TimeSpan Standard = TimeSpan.FromHours(10);
    private static readonly Meter Meter = new() { Id = new("m1"), Point = "4102335210", Ct = 2 };

    [Theory]
    [InlineData("2026-10-04", 46)] // clocks go forward
    [InlineData("2026-04-05", 50)] // and back
    [InlineData("2026-01-10", 48)] // in summer time a local day begins an hour before that of standard time
    [InlineData("2026-07-10", 48)]
    public void A_day_of_any_length_is_found_again_in_full_days_of_standard_time(string date, int intervals)
    {
        var day = NodaTime.Text.LocalDatePattern.Iso.Parse(date).Value;
        List<(Entry, IntervalBlock)> stored = [.. Enumerable.Range(-1, 3).Select(i => Profile(day.PlusDays(i)))];
        Assert.Equal(intervals, stored[1].Item2.Values.Count);
        var days = new Nem12Days(Standard).Of(stored, new(2026, 1, 1), new(2026, 12, 31)).ToList();
        Assert.All(days, one => Assert.Equal(48, one.Slots.Count));
        Assert.Equal(stored.Sum(one => one.Item2.Sum) * 2, days.Sum(one => one.Slots.Sum(slot => slot.Energy)));
        Assert.Equal(stored.Sum(one => one.Item2.Values.Count), days.Sum(one => one.Slots.Count(slot => slot.Quality == "A")));
        var middle = days.Single(one => one.Date == day.ToDateOnly());
        Assert.All(middle.Slots, slot => Assert.Equal("A", slot.Quality));
        StringWriter text = new();
        Assert.True(new Nem12Writer(text, Standard).Write(middle, "E1"));
        Assert.StartsWith($"300,{day:yyyyMMdd},", text.ToString().Split("\r\n")[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Pieces_of_a_day_come_together_and_their_shared_interval_is_a_substitute()
    {
        var start = new DateTimeOffset(2026, 7, 10, 0, 0, 0, Standard);
        var half = TimeSpan.FromMinutes(30);
        List<(Entry, IntervalBlock)> stored =
        [
            (Of(start), Block(half, [.. Enumerable.Repeat(0.5m, 20), 0.2m], 20)),
            (Of(start.AddMinutes(612)) with { }, new(half, 2, [0.3m], [IntervalQuality.Substituted])),
            (Of(start.AddMinutes(630)), Block(half, [.. Enumerable.Repeat(0.5m, 27)], 27)),
        ];
        var day = Assert.Single(new Nem12Days(Standard).Of(stored, new(2026, 7, 10), new(2026, 7, 10)));
        Assert.Equal((1m, "S17"), (day.Slots[20].Energy, day.Slots[20].Quality)); // 0.2 and 0.3, times 2
        Assert.Equal(47, day.Slots.Count(slot => slot is { Energy: 1m, Quality: "A" }));
    }

    private static IntervalBlock Block(TimeSpan step, decimal[] values, int actual) =>
        new(step, 2, values, [.. values.Select((_, i) => i < actual ? IntervalQuality.Actual : IntervalQuality.Substituted)]);

    private static (Entry, IntervalBlock) Profile(LocalDate day)
    {
        var (from, to) = (Sydney.AtStartOfDay(day).ToInstant(), Sydney.AtStartOfDay(day.PlusDays(1)).ToInstant());
        var count = (int)((to - from).TotalMinutes / 30);
        return (Of(from.ToDateTimeOffset()), Block(TimeSpan.FromMinutes(30), [.. Enumerable.Range(0, count).Select(i => (i + day.Day) / 100m)], count));
    }

    private static Entry Of(DateTimeOffset at) => new(1, "0123456789ab-1", 1, new()
    {
        Meter = Meter,
        Item = ObisCode.Parse("1-0:1.29.0"),
        Kind = ItemKind.Interval,
        Source = Source.Profile,
        Instant = at.ToUniversalTime(),
        Unit = Unit.KilowattHour,
        ReadAt = at.AddDays(1).ToUniversalTime(),
        Verdict = new() { Judgement = AmrCollector.Validation.Judgement.Accept },
    }, new('0', 64));
}
