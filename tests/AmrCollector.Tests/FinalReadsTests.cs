using AmrCollector.Billing;
using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Polling;
using AmrCollector.Tests.Billing;
using AmrCollector.Validation;

namespace AmrCollector.Tests;

/// <summary>A final read is an actual: the meter is asked when it is due, again until two readings agree, and no longer than they would count.</summary>
public sealed class FinalReadsTests : IDisposable
{
    private static readonly DateTimeOffset Noon = BillingSite.Midnight(12, 20, 12); // it is that now
    private readonly BillingSite _site = new();
    private readonly List<Reread> _asked = [];
    private readonly FinalReads _finals;

    public FinalReadsTests()
    {
        _site.Store(BillingSite.Midnight(12, 20), 400m);
        _finals = new(() => _site.Orders, new Dictionary<MeterId, Meter> { [_site.Meter.Id] = _site.Meter }, _site.Ledger, (_, reread) => _asked.Add(reread), _site.Time);
    }

    public void Dispose() => _site.Dispose();

    [Fact]
    public void A_move_that_is_due_asks_the_meter_twice_and_an_early_one_not_yet()
    {
        _site.Enter(Move(Noon.AddHours(1)));
        _finals.Run();
        Assert.Empty(_asked);
        _site.Time.Advance(TimeSpan.FromMinutes(61));
        _finals.Run();
        Assert.Equal([TimeSpan.Zero, TimeSpan.FromMinutes(1)], _asked.Select(reread => reread.After));
        Assert.All(_asked, reread => Assert.Equal((Source.Current, _site.Meter.Id), (reread.Source, reread.Meter)));
    }

    [Fact]
    public void A_meter_that_does_not_answer_is_asked_again_and_again_for_two_days()
    {
        _site.Enter(Move(Noon));
        for (var minute = 0; minute < 60 * 24 * 4; minute += 5)
        {
            _finals.Run();
            _site.Time.Advance(TimeSpan.FromMinutes(5));
        }

        Assert.Equal(2 * (1 + 3 + 7), _asked.Count); // at once, after 15 min, 1 h, 2 h, then every 6 h
    }

    [Fact]
    public void Two_readings_after_it_end_the_asking_and_so_does_one_of_the_very_moment()
    {
        _site.Enter(Move(Noon));
        _finals.Run();
        _site.Store(Noon.AddMinutes(1), 401m, Source.Current);
        _site.Time.Advance(TimeSpan.FromMinutes(20));
        _finals.Run();
        Assert.Equal(4, _asked.Count); // one alone is not confirmed
        _site.Store(Noon.AddMinutes(21), 401.10m, Source.Current);
        _site.Time.Advance(TimeSpan.FromHours(30));
        _finals.Run();
        Assert.Equal(4, _asked.Count);

        _site.Store(Noon.AddHours(20), 405m, Source.Manual);
        _site.Enter(Move(Noon.AddHours(20)), 2);
        _finals.Run();
        Assert.Equal(4, _asked.Count);
    }

    [Fact]
    public void A_vacancy_asks_when_it_begins_and_when_it_ends()
    {
        _site.Enter(new() { Kind = OrderKind.Vacancy, Meter = _site.Meter.Id, At = Noon.AddDays(-5), Until = Noon.AddMinutes(-1) });
        _finals.Run();
        Assert.Equal([Noon.AddMinutes(-1), Noon.AddMinutes(-1)], _asked.Select(reread => reread.Instant)); // what began five days ago no reading closes any more
    }

    [Fact]
    public void What_was_read_when_it_closed_and_once_more_closes_the_account_without_waiting_for_days()
    {
        Daily();
        var at = BillingSite.Midnight(12, 20, 1);
        _site.Enter(Move(at));
        _site.Store(at.AddSeconds(3), 400.50m, Source.Current);
        _site.Run();
        Assert.DoesNotContain(_site.InForce(), read => read.Cause == BillingCause.AccountChange); // nothing confirms it yet
        _site.Store(at.AddSeconds(63), 400.60m, Source.Current);
        _site.Run();
        var final = _site.On(12, 20);
        Assert.Equal((BillingBranch.NearestActual, BillingState.Actual, 400.50m, at.AddSeconds(3).ToUniversalTime()), (final.Branch, final.State, final.Value!.Value, final.Instant));

        var late = BillingSite.Midnight(12, 20, 3);
        _site.Enter(Move(late) with { Account = "A-3" }, 2);
        _site.Store(late.AddHours(2), 402m, Source.Current);
        _site.Store(late.AddHours(3), 402.20m, Source.Current);
        _site.Run();
        Assert.DoesNotContain(_site.InForce(), read => read.DueAt == late.ToUniversalTime()); // a freeze that is still to come may be nearer
    }

    [Fact]
    public void The_register_of_the_order_closes_the_account_at_its_very_moment_without_waiting()
    {
        Daily();
        _site.Enter(Move(BillingSite.Midnight(12, 19, 20)));
        _site.Store(BillingSite.Midnight(12, 19, 20), 398m, Source.Manual);
        _site.Run();
        var final = _site.On(12, 19);
        Assert.Equal((BillingCause.AccountChange, BillingBranch.NearestActual, BillingState.Actual, 398m), (final.Cause, final.Branch, final.State, final.Value!.Value));
    }

    [Fact]
    public void An_estimate_closes_an_account_where_the_customer_agreed_and_nowhere_else()
    {
        Daily();
        var at = BillingSite.Midnight(12, 6, 6);
        for (var day = 4; day <= 9; day++) _site.Store(BillingSite.Midnight(12, day), 1m, verdict: new() { Judgement = Judgement.Reject });
        _site.Store(at, 255m, Source.Estimate, verdict: new() { Judgement = Judgement.Estimate, Rules = ["V52_LIKE_DAY_SCALED"], Quality = "2.8.1052" });
        _site.Enter(Move(at));
        _site.Run();
        Assert.DoesNotContain(_site.InForce(), read => read.Cause == BillingCause.AccountChange);
        Assert.Contains("enter that the customer agreed", _site.Days.Page(new(2026, 12, 6), null, 10).Lines.Single().Why, StringComparison.Ordinal);

        _site.Withdraw(Move(at));
        _site.Enter(Move(at) with { IsEstimateAgreed = true }, 2);
        _site.Run();
        var final = _site.On(12, 6);
        Assert.Equal((BillingState.Estimated, 255m, "2.8.1064", at.ToUniversalTime()), (final.State, final.Value!.Value, final.Quality, final.Instant));
        Assert.StartsWith("The customer agreed", final.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_agreement_the_nearest_actual_closes_an_account_and_no_register_that_the_ledger_derived()
    {
        Daily();
        var at = BillingSite.Midnight(12, 6, 6);
        _site.Store(at, 252.50m, Source.Estimate, verdict: new() { Judgement = Judgement.Estimate, Rules = ["V51_LINEAR"], Quality = "2.8.1051" });
        _site.Enter(Move(at));
        var reads = _site.Run();
        var final = _site.On(12, 6);
        Assert.Equal((BillingBranch.NearestActual, BillingState.Actual, 250m, BillingSite.Midnight(12, 6).ToUniversalTime()), (final.Branch, final.State, final.Value!.Value, final.Instant));
        Assert.Equal(reads[^1].Value - reads[0].Value, reads.Skip(1).Sum(read => read.Consumption)); // what is not the one's is the other's
    }

    [Fact]
    public void A_vacancy_has_a_final_read_when_it_begins_and_an_opening_read_when_it_ends()
    {
        Daily();
        _site.Enter(new() { Kind = OrderKind.Vacancy, Meter = _site.Meter.Id, At = BillingSite.Midnight(12, 3), Until = BillingSite.Midnight(12, 8), Reference = "WO-8" });
        var reads = _site.Run();
        Assert.Equal((BillingCause.Vacancy, BillingKind.Final), (_site.On(12, 3).Cause, _site.On(12, 3).Kind));
        var opening = _site.On(12, 8);
        Assert.Equal((BillingCause.MoveIn, BillingKind.Final, "WO-8", 50m), (opening.Cause, opening.Kind, opening.Order, opening.Consumption!.Value));
        Assert.Equal(reads[^1].Value - reads[0].Value, reads.Skip(1).Sum(read => read.Consumption));
    }

    private void Daily() => _site.Store([.. Enumerable.Range(0, 19).Select(day => _site.Draft(BillingSite.Midnight(12, 1).AddDays(day), 200 + (10 * day)))]);

    private Order Move(DateTimeOffset at) => new() { Kind = OrderKind.Account, Meter = _site.Meter.Id, At = at, Account = "A-2" };
}
