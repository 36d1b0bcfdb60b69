using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Validation;

namespace AmrCollector.Tests.Orders;

/// <summary>An exchange that is entered after a move, or after an estimate, with a register below what was estimated: it refuses no reading.</summary>
public sealed class MoveAndExchangeTests
{
    private static readonly Meter Flat = new() { Id = new("000012345601"), Address = "000012345601", Account = "A-1" };

    [Fact]
    public async Task A_lower_final_register_moves_the_estimate_at_the_move_and_the_next_readings_stand()
    {
        await using Site site = new(Flat);
        await site.TakeAsync((0, 100m), (1, 108m), (2, 116m), (3, 124m));
        await site.EnterAsync(new() { Kind = OrderKind.Account, Meter = Flat.Id, At = Site.Day(1.25), Account = "A-2" });
        Assert.Equal([("A-1", 0m), ("A-1", 8m), ("A-1", 2m), ("A-2", 6m), ("A-2", 8m)], Shares(site));

        var filed = await site.EnterAsync(site.Exchange(1.5, 109m, 112m));
        Assert.Equal([("A-1", 0m), ("A-1", 8m), ("A-1", 0.5m), ("A-2", 4.5m), ("A-2", 8m)], Shares(site)); // 109 - 108 on the old meter, 116 - 112 on the new one
        Assert.DoesNotContain(site.Leaves(), entry => entry.Draft.Verdict.Judgement == Judgement.Reject);
        var entries = site.Entries;
        await site.EnterAsync(new() { Kind = OrderKind.Opening, Meter = Flat.Id, At = Site.Day(0), Until = Site.Day(4) });
        await site.TakeAsync((2, 116m), (3, 124m));
        Assert.Equal(entries, site.Entries);

        await site.Collection.WithdrawAsync(filed.Number, "li", "another meter", CancellationToken.None);
        Assert.Equal([("A-1", 0m), ("A-1", 8m), ("A-1", 2m), ("A-2", 6m), ("A-2", 8m)], Shares(site));
        Assert.Null(Chain.Verify(site.Collection.Ledger.Folder, [], null, CancellationToken.None).Fault);
    }

    [Fact]
    public async Task The_orders_may_be_entered_the_other_way_round()
    {
        await using Site site = new(Flat);
        await site.TakeAsync((0, 100m), (1, 108m), (2, 116m), (3, 124m));
        await site.EnterAsync(site.Exchange(1.5, 109m, 112m));
        await site.EnterAsync(new() { Kind = OrderKind.Account, Meter = Flat.Id, At = Site.Day(1.25), Account = "A-2" });
        Assert.Equal([("A-1", 0m), ("A-1", 8m), ("A-1", 0.5m), ("A-2", 4.5m), ("A-2", 8m)], Shares(site));
    }

    [Fact]
    public async Task A_trial_tells_what_the_exchange_does_to_the_estimate_at_the_move()
    {
        await using Site site = new(Flat);
        await site.TakeAsync((0, 100m), (1, 108m), (2, 116m));
        await site.EnterAsync(new() { Kind = OrderKind.Account, Meter = Flat.Id, At = Site.Day(1.25), Account = "A-2" });
        var effects = site.Collection.Preview([site.Exchange(1.5, 109m, 112m)]);
        Assert.Equal([(Site.Day(1.25), (decimal?)108.5m, 0.5m), (Site.Day(2), 116m, 4.5m)], effects.Select(effect => (effect.Instant, effect.Value, effect.After.Consumption!.Value)));
    }

    private static IEnumerable<(string Account, decimal Energy)> Shares(Site site) =>
        site.Leaves().Where(entry => entry.Draft.Verdict is { Held: false, Judgement: not Judgement.Reject }).OrderBy(entry => entry.Draft.Instant).Select(entry => (entry.Draft.Meter.Account, entry.Draft.Verdict.Consumption?.Value ?? 0));
}
