using AmrCollector.Metering;
using AmrCollector.Tests.Support;
using AmrCollector.Validation;

namespace AmrCollector.Tests;

/// <summary>Rules and estimates that need more than the recent days of one register: other meters, last year, late events.</summary>
public sealed class NeighboursTests
{
    [Fact]
    public void V33_a_new_meter_is_measured_by_its_peers()
    {
        using JudgedSite site = new([.. Enumerable.Range(0, 26).Select(n => new Meter { Id = new($"m{n}"), Address = $"{n}", Area = "T-1" })]);
        foreach (var peer in site.Meters.Skip(1))
        {
            for (var day = 0; day < 3; day++) site.Read(day, 100m + (day * (8 + (int.Parse(peer.Id.Value[1..], System.Globalization.CultureInfo.InvariantCulture) % 5))), peer);
        }

        site.Read(0, 0m);
        site.ReadAfter = TimeSpan.FromMinutes(30); // the others are read first
        Assert.Empty(site.Read(1, 12m).Rules);
        var verdict = site.Read(2, 12m + 90m);
        Assert.Equal([RuleId.Peer], verdict.Rules);
        Assert.Contains("25 peers have a median of 10 ", verdict.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void V32_a_cycle_far_from_the_last_one_and_the_one_a_year_ago_is_held_on_the_reading_day()
    {
        using JudgedSite site = new(new Meter { Id = new("m1"), Address = "1", ReadingDays = [1] });
        // 2025-09-01, 2025-10-01, 2026-08-01, 2026-09-01 and the days up to 2026-10-01, 10 kWh a day; the last cycle has 20.
        var register = 1000m;
        foreach (var (day, used) in (ReadOnlySpan<(int, decimal)>)[(-395, 0), (-365, 300), (-61, 3040), (-30, 310)]) site.Read(day, register += used);
        for (var day = -29; day < 0; day++) site.Read(day, register += 20);
        var verdict = site.Read(0, register + 20);
        Assert.Contains(RuleId.BillingHiLo, verdict.Rules);
        Assert.True(verdict.Held);
        Assert.Contains("20 kWh a day in this cycle, 10 in the last and 10 a year ago", verdict.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void V50_a_check_meter_of_the_point_stands_in_for_the_main_one()
    {
        using JudgedSite site = new(new Meter { Id = new("m1"), Address = "1", Point = "P-1" }, new Meter { Id = new("c1"), Address = "2", Point = "P-1", Role = MeterRole.Check });
        for (var day = 0; day <= 10; day++)
        {
            site.Read(day, 100m + (day * 10));
            site.Read(day, 500m + (day * 9.95m), site.Meters[1]);
        }

        site.Read(11, 500m + (10 * 9.95m) + 3.98m, site.Meters[1]);
        var estimate = Assert.Single(Estimate(site, 11));
        Assert.Equal((204.00m, "2.8.1050"), (estimate.Draft.Value, estimate.Draft.Verdict.Quality));
        Assert.Equal([RuleId.Missing, RuleId.Check], estimate.Draft.Verdict.Rules);
    }

    [Fact]
    public void V55_the_same_month_of_last_year_stands_in_where_no_days_are_known()
    {
        using JudgedSite site = new(new Meter { Id = new("m1"), Address = "1" });
        site.Read(-365, 1000m); // 2025-10-01
        site.Read(-335, 1000m + (30 * 6.4m));
        site.Read(0, 5000m);
        var estimate = Assert.Single(Estimate(site, 1));
        Assert.Equal([RuleId.Missing, RuleId.PriorYear], estimate.Draft.Verdict.Rules);
        Assert.Equal(5006.40m, estimate.Draft.Value);
    }

    [Fact]
    public void V56_a_new_customer_is_estimated_like_its_peers()
    {
        using JudgedSite site = new([.. Enumerable.Range(0, 22).Select(n => new Meter { Id = new($"m{n}"), Address = $"{n}", Area = "T-1" })]);
        foreach (var peer in site.Meters.Skip(1))
            for (var day = 0; day < 3; day++) site.Read(day, 100m + (day * 7.5m), peer);
        site.Read(1, 50m);
        var estimate = Assert.Single(Estimate(site, 2));
        Assert.Equal([RuleId.Missing, RuleId.ClassProfile], estimate.Draft.Verdict.Rules);
        Assert.Equal(57.50m, estimate.Draft.Value);
    }

    [Fact]
    public async Task A_clear_that_becomes_known_after_the_reading_was_refused_makes_it_a_revision()
    {
        using JudgedSite site = new(new Meter { Id = new("m1"), Address = "1" });
        await site.TellAsync("0-0:96.20.25", (9.2, 0m));
        for (var day = 0; day < 10; day++) site.Read(day, 3000m + (day * 8));
        Assert.Equal([RuleId.Decrease], site.Read(10, 4m).Rules);

        await site.TellAsync("0-0:96.20.25", (10.3, 1m));
        var revision = Assert.Single(site.FollowEvents());
        Assert.NotNull(revision.Draft.Replaces);
        Assert.Equal([RuleId.Reset, RuleId.AverageLoad], revision.Draft.Verdict.Rules);
        Assert.Equal((Judgement.Estimate, 8m), (revision.Draft.Verdict.Judgement, revision.Draft.Verdict.Consumption!.Value));
        Assert.Equal([], site.FollowEvents());
        Assert.Equal([], site.Read(11, 12m).Rules);
    }

    [Fact]
    public async Task An_outage_that_becomes_known_late_is_noted_as_a_revision_and_judging_twice_changes_nothing()
    {
        using JudgedSite site = new(new Meter { Id = new("m1"), Address = "1" });
        for (var day = 0; day < 4; day++) site.Read(day, 100m + (day * 8));
        await site.TellAsync("0-0:96.7.10", (3.5, 261003_030000m));
        await site.TellAsync("0-0:96.7.11", (3.5, 261003_093000m));
        var revision = Assert.Single(site.FollowEvents());
        Assert.Equal((JudgedSite.At(3), RuleId.Outage), (revision.Draft.Instant, Assert.Single(revision.Draft.Verdict.Rules)));
        Assert.Equal(8m, revision.Draft.Verdict.Consumption!.Value);
        await site.TellAsync("0-0:96.7.10", (3.6, 261003_030000m));
        await site.TellAsync("0-0:96.7.11", (3.6, 261003_093000m));
        Assert.Empty(site.FollowEvents());
    }

    private static IReadOnlyList<AmrCollector.Ledger.Entry> Estimate(JudgedSite site, int day) => site.Append(new Handover.Estimates(
        site.Meter, [new() { Item = JudgedSite.Total, Unit = Unit.KilowattHour }], [JudgedSite.At(day)], JudgedSite.At(day + 4)));
}
