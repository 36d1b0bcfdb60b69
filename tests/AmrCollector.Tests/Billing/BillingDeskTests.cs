using AmrCollector.Billing;
using AmrCollector.Findings;
using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Validation;

namespace AmrCollector.Tests.Billing;

public sealed class BillingDeskTests : IDisposable
{
    private readonly BillingSite _site = new();

    public void Dispose() => _site.Dispose();

    [Fact]
    public void A_book_that_was_made_by_a_clock_that_ran_a_year_ahead_begins_again_once_it_is_right()
    {
        _site.Time.StepWallClock(TimeSpan.FromDays(365));
        _site.Run(); // it looks through what is due then
        _site.Book.BeginAgain(new(2027, 12, 20));
        _site.Time.StepWallClock(TimeSpan.FromDays(-365));
        _site.Store(BillingSite.Midnight(12, 1), 100.01m);
        _site.Run();
        Assert.Equal(100.01m, _site.On(12, 1).Value);
        Assert.Equal(new DateOnly(2026, 10, 19), _site.Book.Begins);
    }

    [Fact]
    public void Instalments_are_interim_and_the_first_day_of_the_month_closes_the_cycle()
    {
        Daily(11, 1, 12, 11);
        var reads = _site.Run();
        Assert.Equal(["11-01 Final", "11-11 Interim", "11-21 Interim", "12-01 Final", "12-11 Interim"], reads.Select(read => $"{read.Day:MM-dd} {read.Kind}"));
        Assert.Null(reads[0].Consumption);
        Assert.Equal(reads[3].Value - reads[0].Value, reads.Skip(1).Take(3).Sum(read => read.Consumption));
        Assert.All(reads.Skip(1), read => Assert.Equal(reads.Single(before => before.Number == read.Since).Value + read.Consumption, read.Value));
    }

    [Fact]
    public void A_ledger_without_an_entry_is_not_looked_through_and_its_first_readings_are_billed()
    {
        Assert.Empty(_site.Run());
        Assert.Equal(DateOnly.MinValue, _site.Book.Swept);
        Daily(11, 1, 12, 11);
        Assert.Equal(5, _site.Run().Count);
    }

    [Fact]
    public void Looking_again_issues_nothing_again_also_after_a_restart()
    {
        Daily(11, 1, 12, 11);
        _site.Run();
        var head = _site.Book.Reader.Head();
        _site.Run();
        _site.Reopen();
        _site.Run();
        Assert.Equal(head, _site.Book.Reader.Head());
        Assert.Null(_site.Book.Reader.Verify(CancellationToken.None));
    }

    [Fact]
    public void A_correction_corrects_what_runs_from_it_so_that_the_sum_stays()
    {
        Daily(11, 1, 11, 18);
        _site.Store(BillingSite.Midnight(12, 1), 400m);
        _site.Run();
        var (estimate, final) = (_site.On(11, 21), _site.On(12, 1));
        Assert.Equal(BillingState.Estimated, _site.On(12, 11).State);
        _site.Store(BillingSite.Midnight(11, 21), 305m);
        _site.Run();
        var (actual, after) = (_site.On(11, 21), _site.On(12, 1));
        Assert.Equal(0, actual.Adjustment + after.Adjustment);
        Assert.Equal(estimate.Consumption + final.Consumption, actual.Consumption + after.Consumption);
        Assert.Equal((final.Value, final.Number), (after.Value, after.Replaces));
    }

    [Fact]
    public void A_posted_read_whose_entry_is_rejected_is_replaced()
    {
        Daily(11, 1, 12, 11);
        _site.Run();
        _site.Store(BillingSite.Midnight(12, 1), 9999m, verdict: new() { Judgement = Judgement.Reject });
        _site.Run();
        var read = _site.On(12, 1);
        Assert.Equal((2, BillingBranch.Interpolated, BillingState.Estimated), (read.Revision, read.Branch, read.State));
        var corrected = _site.InForce();
        Assert.Equal(corrected[^1].Value - corrected[0].Value, corrected.Skip(1).Sum(one => one.Consumption));
    }

    [Fact]
    public void A_finding_holds_the_meter_until_it_is_settled()
    {
        FindingReport report = new(_site.Meter.Id, FindingKind.Number, "301", "302", "another meter answers");
        _site.Blocking.Add(new() { Number = 7, Report = report, FoundAt = default, SeenAt = default });
        Daily(11, 1, 12, 11);
        Assert.Empty(_site.Run());
        Assert.Contains("F-7", _site.Days.Page(new(2026, 12, 1), null, 10).Lines.Single().Why, StringComparison.Ordinal);
        Assert.Equal(1, _site.Days.Snapshot(new(2026, 12, 1)).Held);
        _site.Blocking.Clear();
        Assert.Equal(5, _site.Run().Count);
    }

    [Fact]
    public void A_change_of_account_closes_the_old_one_by_an_actual_and_holds_the_new_one_until_then()
    {
        Daily(11, 1, 11, 13);
        Daily(11, 17, 12, 11);
        _site.Enter(new() { Kind = OrderKind.Account, Meter = _site.Meter.Id, At = BillingSite.Midnight(11, 15, 12), Account = "A-2", Reference = "WO-5" });
        _site.Store(BillingSite.Midnight(11, 13), 999m, verdict: new() { Judgement = Judgement.Reject });
        _site.Store(BillingSite.Midnight(11, 17), 999m, verdict: new() { Judgement = Judgement.Reject });
        _site.Run();
        Assert.Equal(["11-01", "11-11"], _site.InForce().Select(read => $"{read.Day:MM-dd}"));
        Assert.Contains("closes account A-1", _site.Days.Page(new(2026, 11, 21), null, 10).Lines.Single().Why, StringComparison.Ordinal);
        _site.Store(BillingSite.Midnight(11, 15, 13), 245m, Source.Manual);
        _site.Run();
        var final = _site.On(11, 15);
        Assert.Equal((BillingKind.Final, BillingCause.AccountChange, BillingBranch.NearestActual, "A-1", "WO-5"), (final.Kind, final.Cause, final.Branch, final.Account, final.Order));
        Assert.All(_site.InForce().Where(read => read.Instant > final.Instant), read => Assert.Equal("A-2", read.Account));
        Assert.Equal(_site.On(12, 11).Value - _site.On(11, 1).Value, _site.InForce().Skip(1).Sum(read => read.Consumption));
    }

    [Fact]
    public void An_exchange_closes_the_old_device_and_goes_on_from_the_new_ones_start()
    {
        Daily(11, 1, 11, 15);
        Order exchange = new()
        {
            Kind = OrderKind.Exchange,
            Meter = _site.Meter.Id,
            At = BillingSite.Midnight(11, 15, 10),
            Reference = "WO-9",
            NewNumber = "888",
            Ct = 2,
            Registers = [new(BillingSite.Total, 254.20m, 3.10m)],
        };
        _site.Enter(exchange);
        for (var day = 16; day <= 30; day++) _site.Store(BillingSite.Midnight(11, day), 3 + day);
        _site.Store(BillingSite.Midnight(12, 1), 40m);
        _site.Run();
        var (old, next) = (_site.On(11, 15), _site.On(11, 21));
        Assert.Equal((BillingBranch.WorkOrder, 254.20m, 254.20m - 210m), (old.Branch, old.Value!.Value, old.Consumption!.Value));
        Assert.Equal((24m - 3.10m) * 2, next.Consumption);
        Assert.Equal(2, next.Multiplier);
        _site.Withdraw(exchange);
        _site.Run();
        Assert.DoesNotContain(_site.InForce(), read => read.Cause == BillingCause.Exchange);
    }

    [Fact]
    public void Tariffs_come_from_the_frame_of_the_total_and_a_split_that_is_held_is_shared_out_as_before()
    {
        ObisCode[] rates = [ObisCode.Parse("1-0:1.8.1"), ObisCode.Parse("1-0:1.8.2")];
        Verdict held = new() { Judgement = Judgement.Suspect, Held = true, Rules = ["V20_TARIFF_SUM"], Why = "do not add up" };
        foreach (var (month, day, total, first, verdict) in (ReadOnlySpan<(int, int, decimal, decimal, Verdict?)>)[(11, 1, 100m, 60m, null), (11, 11, 130m, 70m, null), (11, 21, 145m, 71m, held)])
        {
            _site.Store(BillingSite.Midnight(month, day), total);
            _site.Store(BillingSite.Midnight(month, day), first, item: rates[0], verdict: verdict);
            _site.Store(BillingSite.Midnight(month, day), total - first, item: rates[1], verdict: verdict);
        }

        _site.Run();
        var (one, two) = (_site.InForce(rates[0]), _site.InForce(rates[1]));
        Assert.Equal((BillingState.Estimated, 75m, 70m), (one[2].State, one[2].Value!.Value, two[2].Value!.Value));
        Assert.Equal(_site.On(11, 21).Consumption, one[2].Consumption + two[2].Consumption);
        _site.Store(BillingSite.Midnight(11, 21), 76m, item: rates[0]);
        _site.Store(BillingSite.Midnight(11, 21), 69m, item: rates[1]);
        _site.Run();
        Assert.Equal((BillingState.Actual, 76m, 1m), (_site.InForce(rates[0])[2].State, _site.InForce(rates[0])[2].Value!.Value, _site.InForce(rates[0])[2].Adjustment!.Value));
    }

    [Fact]
    public void A_fall_that_nothing_explains_is_held_not_billed()
    {
        _site.Store(BillingSite.Midnight(11, 1), 500m);
        _site.Store(BillingSite.Midnight(11, 11), 300m);
        _site.Run();
        var line = _site.Days.Page(new(2026, 11, 11), null, 10).Lines.Single();
        Assert.Equal(BillingState.Held, line.State);
        Assert.Contains("fell from 500 to 300", line.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_book_of_more_than_the_ledger_issues_nothing_and_says_why()
    {
        Daily(11, 1, 11, 11);
        _site.Run();
        _site.Book.Turn(new(1000, new('a', 64)), _site.Book.Swept, () => { });
        _site.Desk.Run(CancellationToken.None);
        Assert.Contains("restored from a backup", _site.Desk.Trouble, StringComparison.Ordinal);
    }

    private void Daily(int month, int day, int untilMonth, int untilDay)
    {
        var (from, until, first) = (BillingSite.Midnight(month, day), BillingSite.Midnight(untilMonth, untilDay), BillingSite.Midnight(11, 1));
        _site.Store([.. Enumerable.Range(0, (until - from).Days + 1).Select(day => from.AddDays(day)).Select(at => _site.Draft(at, 110 + (10 * (at - first).Days)))]);
    }
}
