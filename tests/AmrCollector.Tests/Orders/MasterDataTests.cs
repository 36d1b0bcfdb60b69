using AmrCollector.Findings;
using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Validation;

namespace AmrCollector.Tests.Orders;

public sealed class MasterDataTests
{
    private static readonly Meter Listed = new() { Id = new("000088880001"), Address = "000088880001", Ct = 80, ImaxA = 6, Account = "A1", Point = "P1", Wiring = Wiring.ThreePhaseFourWire };

    [Fact]
    public async Task A_list_that_changes_without_an_order_starts_nothing_and_says_what_was_what_is_and_what_to_do()
    {
        var folder = await OnceAsync(Listed);
        foreach (var changed in (Meter[])[Listed with { Ct = 120 }, Listed with { Digits = 5 }, Listed with { Account = "A2" }, Listed with { Point = "P2" }, Listed with { Pt = 10 }])
        {
            var refused = Assert.Throws<MasterDataException>(() => new Site(changed, folder));
            Assert.Contains("amr order add", Assert.Single(refused.Sentences), StringComparison.Ordinal);
        }

        Assert.Contains("ct 80 -> 120", Assert.Throws<MasterDataException>(() => new Site(Listed with { Ct = 120 }, folder)).Message, StringComparison.Ordinal);
        await using Site same = new(Listed, folder);
    }

    [Fact]
    public async Task An_order_makes_the_change_valid_from_its_instant_and_the_list_may_follow_later()
    {
        var folder = await OnceAsync(Listed);
        await using (Site site = new(Listed, folder) { KeepsFolder = true })
        {
            await site.TakeAsync((0, 100m), (1, 110m));
            await site.EnterAsync(new() { Kind = OrderKind.RatioChange, Meter = Listed.Id, At = Site.Day(1.5), Ct = 120, Registers = [new(Site.Total, 115m, 115m)] });
            await site.EnterAsync(new() { Kind = OrderKind.Account, Meter = Listed.Id, At = Site.Day(2), Account = "A2" });
        }

        await using (Site behind = new(Listed, folder) { KeepsFolder = true }) await behind.TakeAsync((2, 120m));
        Assert.Throws<MasterDataException>(() => new Site(Listed with { Ct = 100, Account = "A2" }, folder));
        await using (Site followed = new(Listed with { Ct = 120, Account = "A2" }, folder) { KeepsFolder = true })
        {
            await followed.TakeAsync((3, 130m));
            Assert.Equal([(80m, "A1"), (80m, "A1"), (120m, "A1"), (120m, "A2")], followed.Leaves().Select(entry => (entry.Draft.Meter.Multiplier, entry.Draft.Meter.Account)));
            Assert.Equal((15m * 80) + (15m * 120), followed.Billed);
        }

        Assert.Throws<MasterDataException>(() => new Site(Listed, folder));
        await using Site last = new(Listed with { Ct = 120, Account = "A2" }, folder);
    }

    [Fact]
    public async Task A_list_that_had_the_new_ratio_first_takes_the_old_one_from_the_order()
    {
        await using Site site = new(Listed with { Ct = 40 });
        await site.TakeAsync((0, 2129m), (1, 2167.02m), (2, 66m));

        await site.EnterAsync(site.Exchange(1.375, 2187.02m, 0m) with { Ct = 40, OldCt = 80 });

        Assert.Equal((58.02m * 80) + (66m * 40), site.Billed);
        Assert.Equal([80m, 80m, 40m], site.Leaves().Select(entry => entry.Draft.Meter.Multiplier));
    }

    [Fact]
    public async Task A_finding_that_the_order_explains_is_settled_by_it_and_what_it_held_is_released()
    {
        await using Site site = new();
        await site.TakeAsync((0, 7280m), (1, 7288m));
        var finding = site.Collection.Record(new(site.Meter.Id, FindingKind.Number, "12345601", "12345777", "another meter"));
        await site.TakeAsync((2, 2.05m), (3, 10.05m));
        Assert.Equal(8m, site.Billed);

        await site.EnterAsync(site.Exchange(1.5, 7292m, 0m));

        Assert.Equal(FindingState.Accepted, site.Collection.Findings.Find(finding.Number)!.State);
        Assert.Equal(12m + 10.05m, site.Billed);
    }

    [Fact]
    public async Task Three_refusals_that_agree_propose_an_exchange_and_change_nothing()
    {
        await using Site site = new();
        await site.TakeAsync((0, 7280m), (1, 7288m), (2, 5m), (3, 13m));
        Assert.Empty(site.Collection.ProposedExchanges);
        await site.TakeAsync((4, 21m));

        var proposal = Assert.Single(site.Collection.ProposedExchanges);
        Assert.Equal((7288m, 5m, 3), (proposal.Final, proposal.Start, proposal.Readings));
        Assert.Equal(8m, site.Billed);
        await site.EnterAsync(site.Exchange(1.5, 7291m, 0m));
        Assert.Empty(site.Collection.ProposedExchanges);
    }

    [Fact]
    public async Task Refusals_that_do_not_agree_propose_nothing()
    {
        await using Site site = new();
        await site.TakeAsync((0, 7280m), (1, 7288m), (2, 500m), (3, 13m), (4, 2000m), (5, 4m));
        Assert.Empty(site.Collection.ProposedExchanges);
    }

    private static async Task<string> OnceAsync(Meter meter)
    {
        await using Site site = new(meter) { KeepsFolder = true };
        return site.Folder;
    }
}
