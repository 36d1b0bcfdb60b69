using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Validation;

namespace AmrCollector.Tests.Orders;

/// <summary>An outage that somebody wrote down explains zeros and little use as one that the meter recorded does, whenever it is entered.</summary>
public sealed class OutageOrderTests
{
    private static readonly (double, decimal)[] Zeros = [.. Enumerable.Range(0, 8).Select(day => ((double)day, 500m))];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_week_of_zeros_whose_last_day_was_without_supply_is_no_zero_run(bool isLate)
    {
        await using Site site = new();
        var order = Outage(site, 6, 6.95);
        if (!isLate) await site.EnterAsync(order);
        await site.TakeAsync(Zeros);
        if (isLate)
        {
            Assert.Contains(RuleId.ZeroRun, site.Leaves()[^1].Draft.Verdict.Rules);
            await site.EnterAsync(order);
        }

        var verdict = site.Leaves()[^1].Draft.Verdict;
        Assert.Equal((Judgement.Accept, false, RuleId.Outage), (verdict.Judgement, verdict.Held, Assert.Single(verdict.Rules)));
    }

    [Fact]
    public async Task An_outage_of_less_than_nine_tenths_of_the_day_explains_no_zero()
    {
        await using Site site = new();
        await site.EnterAsync(Outage(site, 6, 6.85));
        await site.TakeAsync(Zeros);
        Assert.Contains(RuleId.ZeroRun, site.Leaves()[^1].Draft.Verdict.Rules);
    }

    [Theory]
    [InlineData(20.2, true)]
    [InlineData(20.2, false)]
    [InlineData(22.2, true)]
    [InlineData(22.2, false)]
    public async Task Little_use_on_days_of_which_one_had_an_outage_is_no_suspicion(double begins, bool isLate)
    {
        await using Site site = new();
        var order = Outage(site, begins, begins + 0.2);
        if (!isLate) await site.EnterAsync(order);
        await LittleAsync(site);
        if (isLate)
        {
            Assert.Contains(RuleId.LowUsage, At(site, 23).Rules);
            await site.EnterAsync(order);
        }

        Assert.DoesNotContain(RuleId.LowUsage, At(site, 23).Rules);
    }

    [Fact]
    public async Task Withdrawn_it_explains_nothing_any_more()
    {
        await using Site site = new();
        var filed = await site.EnterAsync(Outage(site, 20.2, 20.4));
        await LittleAsync(site);
        await site.Collection.WithdrawAsync(filed.Number, "li", "another street", CancellationToken.None);
        Assert.Contains(RuleId.LowUsage, At(site, 23).Rules);
        Assert.Null(Chain.Verify(site.Collection.Ledger.Folder, [], null, CancellationToken.None).Fault);
    }

    /// <summary>8 kWh a day for twenty days, then three days of 1 kWh.</summary>
    private static Task LittleAsync(Site site) =>
        site.TakeAsync([.. Enumerable.Range(0, 21).Select(day => ((double)day, 500m + (8m * day))), .. Enumerable.Range(1, 3).Select(day => (20d + day, 660m + day))]);

    private static Verdict At(Site site, double day) => site.Leaves().Single(entry => entry.Draft.Instant == Site.Day(day)).Draft.Verdict;

    private static Order Outage(Site site, double from, double until) => new() { Kind = OrderKind.Outage, Meter = site.Meter.Id, At = Site.Day(from), Until = Site.Day(until) };
}
