using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Tests.Support;
using AmrCollector.Validation;

namespace AmrCollector.Tests.Orders;

public sealed class LateOrderTests
{
    [Fact]
    public async Task A_late_exchange_releases_what_was_refused_and_sums_to_both_registers()
    {
        await using Site site = new();
        await site.TakeAsync((0, 7280m), (1, 7288m), (2, 7296.17m));
        await site.TakeAsync((3, 5.05m), (4, 13.05m), (5, 21.05m));
        Assert.Equal(3, site.Leaves().Count(entry => entry.Draft.Verdict.Judgement == Judgement.Reject));
        Assert.Equal(16.17m, site.Billed);

        await site.EnterAsync(site.Exchange(2.4375, 7299.57m, 0.35m));

        var leaves = site.Leaves();
        Assert.All(leaves, entry => Assert.Equal(Judgement.Accept, entry.Draft.Verdict.Judgement));
        Assert.Equal([RuleId.Exchange], leaves[3].Draft.Verdict.Rules);
        Assert.Equal(8.10m, leaves[3].Draft.Verdict.Consumption!.Value);
        Assert.Equal(7299.57m - 7280m + 21.05m - 0.35m, site.Billed);
        Assert.All(leaves.Skip(3), entry => Assert.Equal((2, true), (entry.Revision, entry.Draft.Replaces is not null)));
    }

    [Fact]
    public async Task The_order_may_come_before_or_after_the_readings()
    {
        await using Site early = new();
        await early.TakeAsync((0, 7280m), (1, 7288m), (2, 7296.17m));
        await early.EnterAsync(early.Exchange(2.4375, 7299.57m, 0.35m));
        await early.TakeAsync((3, 5.05m), (4, 13.05m), (5, 21.05m));
        Assert.Equal(6, early.Entries);

        Assert.Equal(7299.57m - 7280m + 21.05m - 0.35m, early.Billed);
    }

    [Fact]
    public async Task Judging_again_changes_nothing()
    {
        await using Site site = new();
        await site.TakeAsync((0, 7280m), (1, 7288m), (2, 7296.17m), (3, 5.05m), (4, 13.05m), (5, 21.05m));
        var order = site.Exchange(2.4375, 7299.57m, 0.35m);
        await site.EnterAsync(order);
        var (entries, billed) = (site.Entries, site.Billed);

        await site.EnterAsync(new() { Kind = OrderKind.Opening, Meter = site.Meter.Id, At = Site.Day(0), Until = Site.Day(6) });
        var (news, known, faults) = site.Collection.Check([order], [1]);
        Assert.Equal((0, 1, 0), (news.Count, known.Count, faults.Count));
        await site.TakeAsync((5, 21.05m));
        Assert.Equal((entries, billed), (site.Entries, site.Billed));
    }

    [Fact]
    public async Task A_withdrawn_exchange_leaves_everything_as_if_it_had_never_been()
    {
        await using Site site = new();
        await site.TakeAsync((0, 7280m), (1, 7288m), (2, 7296.17m), (3, 5.05m), (4, 13.05m));
        var filed = await site.EnterAsync(site.Exchange(2.4375, 7299.57m, 0.35m));
        await site.Collection.WithdrawAsync(filed.Number, "li", "wrong meter", CancellationToken.None);

        Assert.Equal(16.17m, site.Billed);
        Assert.Equal(2, site.Leaves().Count(entry => entry.Draft.Verdict.Judgement == Judgement.Reject));
    }

    [Fact]
    public async Task A_late_change_of_ratio_multiplies_everything_after_it_anew()
    {
        await using Site site = new(new() { Id = new("000088880001"), Address = "000088880001", Ct = 80, ImaxA = 6, Wiring = Wiring.ThreePhaseFourWire, Class = CustomerClass.Industrial });
        await site.TakeAsync((0, 2100m), (1, 2150m), (2, 2200m), (3, 2250m), (4, 2300m));
        Assert.Equal(200m * 80, site.Billed);

        await site.EnterAsync(new() { Kind = OrderKind.RatioChange, Meter = site.Meter.Id, At = Site.Day(1.5), Ct = 120, Registers = [new(Site.Total, 2175m, 2175m)] });

        Assert.Equal((75m * 80) + (125m * 120), site.Billed);
        var leaves = site.Leaves();
        Assert.Equal([80m, 80m, 120m, 120m, 120m], leaves.Select(entry => entry.Draft.Meter.Multiplier));
        Assert.Equal([RuleId.RatioChange], leaves[2].Draft.Verdict.Rules);
    }

    [Fact]
    public async Task A_register_the_order_does_not_name_waits_for_its_numbers()
    {
        var rate = ObisCode.Parse("1-0:1.8.1");
        await using Site site = new();
        await site.Collection.StoreAsync(new(site.Meter, [site.Set(Source.DailyFreeze, Site.Day(0), (Site.Total, 100m), (rate, 100m))]), CancellationToken.None);
        await site.Collection.StoreAsync(new(site.Meter, [site.Set(Source.DailyFreeze, Site.Day(1), (Site.Total, 4m), (rate, 4m))]), CancellationToken.None);
        var filed = await site.EnterAsync(site.Exchange(0.5, 104m, 0m));

        using var reader = site.Collection.Ledger.OpenReader();
        var held = reader.Leaves(site.Meter.Id, rate, Site.Day(1), 10)[0].Draft.Verdict;
        Assert.Equal((Judgement.Suspect, true), (held.Judgement, held.Held));
        Assert.Contains("1-0:1.8.1", held.Why, StringComparison.Ordinal);
        Assert.Equal(8m, site.Billed);

        await site.Collection.WithdrawAsync(filed.Number, "li", "without tariffs", CancellationToken.None);
        await site.EnterAsync(site.Exchange(0.5, 104m, 0m) with { Registers = [new(Site.Total, 104m, 0m), new(rate, 104m, 0m)] });
        var released = reader.Leaves(site.Meter.Id, rate, Site.Day(1), 10)[0].Draft.Verdict;
        Assert.Equal((Judgement.Accept, 8m), (released.Judgement, released.Consumption!.Value));
    }

    [Fact]
    public async Task A_vacancy_entered_late_ends_the_suspicion_of_a_zero_run()
    {
        await using Site site = new();
        await site.TakeAsync([.. Enumerable.Range(0, 9).Select(day => ((double)day, 500m))]);
        Assert.Contains(site.Leaves(), entry => entry.Draft.Verdict.Rules.Contains(RuleId.ZeroRun));

        await site.EnterAsync(new() { Kind = OrderKind.Vacancy, Meter = site.Meter.Id, At = Site.Day(0), Until = Site.Day(20) });

        Assert.DoesNotContain(site.Leaves(), entry => entry.Draft.Verdict.Held);
    }

    [Fact]
    public async Task An_order_outlives_the_process_that_did_not_follow_it()
    {
        string folder;
        await using (Site first = new() { KeepsFolder = true })
        {
            folder = first.Folder;
            await first.TakeAsync((0, 7280m), (1, 7288m), (2, 7296.17m), (3, 5.05m));
            first.Collection.Orders.Enter([first.Exchange(2.4375, 7299.57m, 0.35m)], "li", null, ""); // filed; the process ends before the ledger follows
        }

        await using Site again = new(folder: folder);
        await Eventually.HoldsAsync(() => again.Billed == 7299.57m - 7280m + 5.05m - 0.35m, "the ledger follows the order");
    }
}
