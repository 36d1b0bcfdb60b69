using AmrCollector.Billing;
using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Tests.Billing;

public sealed class BillingBranchTests : IDisposable
{
    private static readonly Verdict Suspect = new() { Judgement = Judgement.Suspect, Held = true, Rules = ["V30_HIGH_USAGE"], Why = "too much" };

    private readonly BillingSite _site = new();

    public void Dispose() => _site.Dispose();

    [Fact]
    public void The_settlement_freeze_comes_first()
    {
        _site.Store(BillingSite.Midnight(12, 1), 100.01m);
        _site.Store(BillingSite.Midnight(12, 1), 100.02m, Source.Settlement);
        _site.Run();
        AssertBranch(BillingBranch.Settlement, BillingState.Actual, 100.02m, BillingSite.Midnight(12, 1));
    }

    [Fact]
    public void Then_the_daily_freeze_of_the_day()
    {
        _site.Store(BillingSite.Midnight(12, 1).AddMinutes(5), 100.05m, Source.Profile);
        _site.Store(BillingSite.Midnight(12, 1), 100.01m);
        _site.Run();
        AssertBranch(BillingBranch.DailyFreeze, BillingState.Actual, 100.01m, BillingSite.Midnight(12, 1));
    }

    [Fact]
    public void Then_the_nearest_load_curve_register_within_a_quarter_of_an_hour()
    {
        _site.Store(BillingSite.Midnight(12, 1).AddMinutes(-16), 99.90m, Source.Profile);
        _site.Store(BillingSite.Midnight(12, 1).AddMinutes(15), 100.15m, Source.Profile);
        _site.Run();
        AssertBranch(BillingBranch.LoadCurve, BillingState.Actual, 100.15m, BillingSite.Midnight(12, 1).AddMinutes(15));
    }

    [Fact]
    public void Then_a_straight_line_between_the_freezes_around_the_day_rounded_half_up()
    {
        _site.Store(BillingSite.Midnight(11, 30), 100.00m);
        _site.Store(BillingSite.Midnight(12, 2), 100.05m);
        _site.Store(BillingSite.Midnight(12, 1, 3), 100.03m, Source.Current);
        _site.Run();
        var read = AssertBranch(BillingBranch.Interpolated, BillingState.Estimated, 100.03m, BillingSite.Midnight(12, 1));
        Assert.Equal(2, read.Entries.Count);
    }

    [Fact]
    public void Then_the_nearest_actual_within_two_days_billed_to_its_own_time()
    {
        _site.Store(BillingSite.Midnight(11, 30), 100.00m);
        _site.Store(BillingSite.Midnight(12, 2, 3), 101.70m, Source.Current);
        _site.Store(BillingSite.Midnight(12, 1, 22), 101.50m, Source.Report);
        _site.Run();
        AssertBranch(BillingBranch.NearestActual, BillingState.Actual, 101.50m, BillingSite.Midnight(12, 1, 22));
    }

    [Fact]
    public void Then_the_estimate_the_ledger_made()
    {
        _site.Store(BillingSite.Midnight(11, 20), 90m);
        _site.Store(BillingSite.Midnight(12, 1), 101.20m, Source.Estimate, verdict: new() { Judgement = Judgement.Estimate, Rules = ["V06_MISSING", "V53_LIKE_DAY"], Quality = "2.8.1053" });
        _site.Run();
        var read = AssertBranch(BillingBranch.Estimate, BillingState.Estimated, 101.20m, BillingSite.Midnight(12, 1));
        Assert.Equal("2.8.1053", read.Quality);
    }

    [Fact]
    public void Where_the_ledger_made_none_the_same_arithmetic_estimates()
    {
        for (var day = 1; day <= 20; day++) _site.Store(BillingSite.Midnight(11, day), 100 + (10 * day));
        _site.Run();
        AssertBranch(BillingBranch.Estimate, BillingState.Estimated, 410m, BillingSite.Midnight(12, 1));
    }

    [Fact]
    public void Nothing_is_invented_where_nothing_is_known()
    {
        _site.Store(BillingSite.Midnight(11, 20), 90m);
        _site.Run();
        Assert.DoesNotContain(_site.InForce(), read => read.Day == new DateOnly(2026, 12, 1));
        Assert.Equal(1, _site.Days.Snapshot(new(2026, 12, 1)).Missing);
    }

    [Fact]
    public void Before_the_deadline_only_an_actual_of_the_day_is_issued()
    {
        using BillingSite site = new(new Meter { Id = new("301"), ReadingDays = [19] });
        site.Store(BillingSite.Midnight(12, 18), 100m);
        site.Store(BillingSite.Midnight(12, 20), 102m);
        site.Run();
        Assert.DoesNotContain(site.InForce(), read => read.Day == new DateOnly(2026, 12, 19));
        site.Time.Advance(TimeSpan.FromHours(72));
        site.Run();
        Assert.Equal(101m, site.On(12, 19).Value);
    }

    [Fact]
    public void A_held_reading_is_not_billed_before_it_is_released_and_estimated_after_the_deadline()
    {
        using BillingSite site = new(new Meter { Id = new("301"), ReadingDays = [19] });
        for (var day = 1; day <= 18; day++) site.Store(BillingSite.Midnight(12, day), 100 + (10 * day));
        site.Store(BillingSite.Midnight(12, 19), 900m, verdict: Suspect);
        site.Run();
        var open = Assert.Single(site.Days.Page(new(2026, 12, 19), null, 10).Lines);
        Assert.Equal((BillingState.Held, "too much"), (open.State, open.Why));
        site.Time.Advance(TimeSpan.FromHours(72));
        site.Run();
        var estimated = site.On(12, 19);
        Assert.Equal((BillingBranch.NearestActual, 280m), (estimated.Branch, estimated.Value!.Value)); // yesterday's freeze, to its own time
    }

    [Fact]
    public void An_actual_that_comes_late_replaces_the_estimate_by_a_revision_with_its_adjustment()
    {
        for (var day = 1; day <= 20; day++) _site.Store(BillingSite.Midnight(11, day), 100 + (10 * day));
        _site.Run();
        var estimate = _site.On(12, 1);
        _site.Store(BillingSite.Midnight(12, 1), 423.50m);
        _site.Run();
        var actual = _site.On(12, 1);
        Assert.Equal((2, estimate.Number, 13.50m, BillingState.Actual), (actual.Revision, actual.Replaces, actual.Adjustment!.Value, actual.State));
        Assert.Equal(410m, _site.Book.Reader.Find(estimate.Number)!.Value); // what was posted stays as it was
    }

    [Fact]
    public void What_an_estimate_is_made_by_may_be_replaced_while_it_runs_and_what_was_posted_stays()
    {
        using BillingSite site = new(new Meter { Id = new("301"), ReadingDays = [1, 19] });
        var register = 100m;
        for (DateOnly day = new(2026, 11, 1); day <= new DateOnly(2026, 11, 20); day = day.AddDays(1))
        {
            site.Store(BillingSite.Midnight(11, day.Day), register);
            register += day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 2 : 10;
        }

        site.Run();
        const int WorkDays = 6, RestDays = 4; // 21 to 30 November
        var posted = site.On(12, 1);
        Assert.Equal((BillingBranch.Estimate, register + (WorkDays * 10) + (RestDays * 2)), (posted.Branch, posted.Value!.Value));

        var holidays = Enumerable.Range(0, 28).Select(day => new NodaTime.LocalDate(2026, 11, 21).PlusDays(day));
        site.Parameters = site.Parameters with { Version = 2, Calendar = new(site.Parameters.Calendar.Zone, holidays) };
        site.Time.Advance(TimeSpan.FromHours(72));
        site.Run();
        Assert.Equal(posted.Number, site.On(12, 1).Number);
        var next = site.On(12, 19);
        Assert.Equal((BillingBranch.Estimate, register + (28 * 2)), (next.Branch, next.Value!.Value));
    }

    private BillingRead AssertBranch(BillingBranch branch, BillingState state, decimal value, DateTimeOffset instant)
    {
        var read = _site.On(12, 1);
        Assert.Equal((branch, state, value, instant.ToUniversalTime()), (read.Branch, read.State, read.Value!.Value, read.Instant));
        return read;
    }
}
