using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Tests.Support;
using AmrCollector.Validation;
using NodaTime;

namespace AmrCollector.Tests;

/// <summary>Days of load profiles become blocks of the ledger: whole, with gaps, late, over changes of the clock and exchanges.</summary>
public sealed class ProfileBlockTests
{
    private static readonly LocalDate Plain = new(2026, 6, 17);

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29", 92)]
    [InlineData("Europe/Berlin", "2026-06-17", 96)]
    [InlineData("Europe/Berlin", "2026-10-25", 100)]
    [InlineData("Asia/Shanghai", "2026-03-29", 96)]
    [InlineData("Asia/Shanghai", "2026-10-25", 96)]
    public async Task A_day_has_as_many_intervals_as_its_hours_hold(string zone, string date, int intervals)
    {
        var day = NodaTime.Text.LocalDatePattern.Iso.Parse(date).Value;
        using ProfileSite site = new(zone, day.PlusDays(1));
        Assert.Equal(intervals, site.CountOf(day));
        await site.ObserveAsync(day, Enumerable.Range(0, intervals + 1), quarter => 100m + (quarter * 0.25m));
        var entry = Assert.Single(site.Close());
        var block = site.BlockOf(entry);
        Assert.Equal((intervals, intervals * 0.25m, true), (block.Values.Count, block.Sum, block.IsWhole));
        Assert.Equal((site.StartOf(day), Judgement.Accept, "2.0.1"), (entry.Draft.Instant, entry.Draft.Verdict.Judgement, entry.Draft.Verdict.Quality));
        Assert.Empty(site.Close());
    }

    [Fact]
    public async Task A_day_waits_for_what_is_open_and_what_comes_after_it_was_closed_makes_the_next_revision()
    {
        using ProfileSite site = new("Asia/Shanghai", Plain.PlusDays(1));
        await site.ObserveAsync(Plain, Enumerable.Range(0, 97).Except(Enumerable.Range(40, 30)), quarter => 100m + (quarter * 0.25m));
        Assert.Empty(site.Close());

        site.Time.Advance(TimeSpan.FromHours(72));
        var first = site.Close().Single(entry => entry.Draft.Instant == site.StartOf(Plain));
        Assert.Equal(("V52_LIKE_DAY_SCALED", Origin.Substituted, 1, 24m), (Assert.Single(first.Draft.Verdict.Rules), first.Draft.Origin, first.Revision, first.Draft.Value));
        Assert.Equal(31, site.BlockOf(first).Qualities.Count(quality => quality == IntervalQuality.Substituted));
        Assert.Empty(site.Close());

        await site.ObserveAsync(Plain, Enumerable.Range(40, 20), quarter => 100m + (quarter * 0.25m));
        var second = Assert.Single(site.Close());
        Assert.Equal((first.Id, 2, 0m), (second.Draft.Replaces, second.Revision, second.Draft.Verdict.Adjustment));
        Assert.Equal(["V08_REPLACES_ESTIMATE", "V52_LIKE_DAY_SCALED"], second.Draft.Verdict.Rules);
        Assert.Equal(11, site.BlockOf(second).Qualities.Count(quality => quality == IntervalQuality.Substituted));
        Assert.Empty(site.Close());

        await site.ObserveAsync(Plain, Enumerable.Range(60, 10), quarter => 100m + (quarter * 0.25m));
        var third = Assert.Single(site.Close());
        Assert.Equal((second.Id, 3, Origin.Actual), (third.Draft.Replaces, third.Revision, third.Draft.Origin));
        Assert.Null(Chain.Verify(Path.Combine(site.Folder, "ledger"), [], null, default).Fault);
    }

    [Fact]
    public async Task A_gap_over_midnight_is_closed_by_the_registers_on_both_sides_and_both_days_add_up()
    {
        using ProfileSite site = new("Asia/Shanghai", Plain.PlusDays(2));
        int[] lost = [.. Enumerable.Range(90, 14)];
        await site.ObserveAsync(Plain, Enumerable.Range(0, 193).Except(lost), quarter => 100m + (quarter * 0.25m));
        site.Lose(Plain, lost);
        var days = site.Close();
        Assert.Equal([24m, 24m], days.Select(entry => entry.Draft.Value!.Value));
        Assert.All(days, entry => Assert.True(site.BlockOf(entry).IsWhole));
    }

    [Fact]
    public async Task A_day_without_any_record_is_split_between_its_freezes_as_like_days_had_it()
    {
        using ProfileSite site = new("Asia/Shanghai", Plain.PlusDays(1));
        for (var week = 1; week <= 3; week++)
        {
            // Every quarter of the working day's second half has three times that of the first: 0.10 and 0.30.
            await site.ObserveAsync(Plain.PlusDays(-7 * week), Enumerable.Range(0, 97), quarter => 900m - (week * 100m) + (quarter <= 48 ? quarter * 0.10m : 4.80m + ((quarter - 48) * 0.30m)));
        }

        Assert.Equal(3, site.Close().Count(entry => entry.Draft.Origin == Origin.Actual));
        Freeze(site, Plain, 1000.00m);
        Freeze(site, Plain.PlusDays(1), 1038.40m); // twice a like day
        site.Lose(Plain, Enumerable.Range(0, 97));
        site.Time.Advance(TimeSpan.FromHours(72));
        var block = site.BlockOf(site.Close().Single(entry => entry.Draft.Instant == site.StartOf(Plain)));
        Assert.Equal((38.40m, 0.20m, 0.60m), (block.Sum, block.Values[0], block.Values[95]));
        Assert.All(block.Qualities, quality => Assert.Equal(IntervalQuality.Substituted, quality));
    }

    [Fact]
    public async Task An_exchange_within_the_day_is_followed_by_its_registers()
    {
        using ProfileSite site = new("Asia/Shanghai", Plain.PlusDays(1));
        site.Book = site.Book.With(new()
        {
            Number = 1,
            Order = new() { Kind = OrderKind.Exchange, Meter = ProfileSite.Meter.Id, At = site.StartOf(Plain).AddMinutes((15 * 40) + 5), Registers = [new(ProfileSite.Register, 110.10m, 3m)] },
            EnteredBy = "fitter",
            EnteredAt = site.StartOf(Plain),
        });
        await site.ObserveAsync(Plain, Enumerable.Range(0, 97), quarter => quarter <= 40 ? 100m + (quarter * 0.25m) : 3.15m + ((quarter - 41) * 0.25m));
        var block = site.BlockOf(Assert.Single(site.Close()));
        Assert.Equal(0.25m, block.Values[40]); // 0.10 on the old meter, 0.15 on the new one
        Assert.Equal((24m, true), (block.Sum, block.IsWhole));
    }

    [Fact]
    public async Task A_record_that_is_no_reading_of_this_register_makes_no_interval()
    {
        using ProfileSite site = new("Asia/Shanghai", Plain.PlusDays(1));
        await site.ObserveAsync(Plain, Enumerable.Range(0, 97), quarter => quarter is 30 ? 777_777m : 100m + (quarter * 0.25m));
        var block = site.BlockOf(Assert.Single(site.Close()));
        Assert.Equal(24m, block.Sum);
        Assert.Equal([29, 30], Enumerable.Range(0, 96).Where(i => block.Qualities[i] == IntervalQuality.Substituted));
    }

    [Fact]
    public async Task A_day_that_contradicts_its_own_freezes_is_held()
    {
        using ProfileSite site = new("Asia/Shanghai", Plain.PlusDays(1));
        Freeze(site, Plain, 100m);
        Freeze(site, Plain.PlusDays(1), 130m);
        await site.ObserveAsync(Plain, Enumerable.Range(0, 97), quarter => 100m + (quarter * 0.25m));
        var entry = Assert.Single(site.Close());
        Assert.Equal((true, "V35_SUM_CHECK"), (entry.Draft.Verdict.Held, Assert.Single(entry.Draft.Verdict.Rules)));
        Assert.Contains("96 intervals add up to 24 kWh, the register says 30", entry.Draft.Verdict.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12:20:30", new[] { 49 })] // in the middle of a quarter-hour
    [InlineData("12:13:00", new[] { 48, 49 })] // the move may have gone over its end
    [InlineData("00:02:00", new[] { 0 })]
    public async Task Intervals_in_which_the_meters_clock_was_changed_are_marked_and_keep_their_energy(string at, int[] touched)
    {
        using ProfileSite site = new("Asia/Shanghai", Plain.PlusDays(1));
        site.ClockChanges = [new(site.StartOf(Plain) + TimeSpan.Parse(at, System.Globalization.CultureInfo.InvariantCulture), "Its clock was set.")];
        await site.ObserveAsync(Plain, Enumerable.Range(0, 97), quarter => 100m + (quarter * 0.25m));
        var entry = Assert.Single(site.Close());
        var block = site.BlockOf(entry);
        Assert.Equal(touched, Enumerable.Range(0, 96).Where(i => block.Qualities[i] == IntervalQuality.ClockChanged));
        Assert.Equal((24m, true, Origin.Actual), (block.Sum, block.IsWhole, entry.Draft.Origin));
        Assert.Equal((Judgement.Accept, false, "V04_CLOCK", "2.1.9"), (entry.Draft.Verdict.Judgement, entry.Draft.Verdict.Held, Assert.Single(entry.Draft.Verdict.Rules), entry.Draft.Verdict.Quality));
        Assert.StartsWith($"The meter's clock was changed in {touched.Length} intervals", entry.Draft.Verdict.Why, StringComparison.Ordinal);
        Assert.Contains($"[\"clockChanged\",{touched.Length}]", System.Text.Encoding.UTF8.GetString(AmrCollector.Feed.FeedIntervals.Property(site.Reader.Evidence(entry.Sequence).Reply.Span)), StringComparison.Ordinal);
        Assert.Empty(site.Close()); // it says no more than it did
    }

    private static void Freeze(ProfileSite site, LocalDate day, decimal value) => site.Append(new Handover.Readings(new(ProfileSite.Meter, [new()
    {
        Meter = ProfileSite.Meter,
        Source = Source.DailyFreeze,
        Instant = site.StartOf(day),
        ReadAt = site.StartOf(day).AddMinutes(10),
        RepliedFrom = ProfileSite.Meter.Address,
        Registers = [new() { Item = ProfileSite.Register, Value = value, Unit = Unit.KilowattHour }],
        Evidence = Evidence.None,
    }])));
}
