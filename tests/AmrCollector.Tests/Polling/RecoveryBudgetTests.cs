using AmrCollector.Polling;

namespace AmrCollector.Tests.Polling;

/// <summary>What recovery may take of a line.</summary>
public sealed class RecoveryBudgetTests
{
    [Fact]
    public void Without_a_limit_everything_is_allowed()
    {
        RecoveryBudget budget = new(0);
        budget.Spend(1_000_000, TimeSpan.FromSeconds(1));
        Assert.True(budget.Allows(TimeSpan.FromSeconds(1)));
        Assert.Equal(TimeSpan.Zero, budget.NotBefore);
    }

    [Fact]
    public void An_hour_allows_so_many_exchanges_and_what_was_saved_up()
    {
        RecoveryBudget budget = new(360);
        var spent = 0;
        for (var uptime = TimeSpan.FromHours(5); uptime < TimeSpan.FromHours(6); uptime += TimeSpan.FromSeconds(1))
        {
            if (!budget.Allows(uptime)) continue;
            budget.Spend(6, uptime);
            spent += 6;
        }

        Assert.InRange(spent, 360 + 60, 360 + 60 + 6);
    }

    [Fact]
    public void A_long_errand_makes_later_ones_wait_for_its_price()
    {
        RecoveryBudget budget = new(360);
        budget.Spend(30, TimeSpan.Zero);
        Assert.False(budget.Allows(TimeSpan.FromSeconds(299)));
        Assert.Equal(TimeSpan.FromSeconds(300), budget.NotBefore);
        Assert.True(budget.Allows(budget.NotBefore));
    }
}
