using AmrCollector.Metering;
using AmrCollector.Tests.Orders;
using AmrCollector.Validation;

namespace AmrCollector.Tests.Review;

/// <summary>What may stand beside a high reading without keeping it from being released (vee.md 2.5).</summary>
public sealed class ReleaseTests
{
    private const int Odd = 11;

    [Fact]
    public async Task More_power_than_contracted_does_not_delay_the_bill()
    {
        await using Site site = new(new() { Id = new("000012345601"), Address = "000012345601", ContractKw = 2 });
        await site.TakeAsync([.. Enumerable.Range(0, Odd + 2).Select(day => ((double)day, Value(day)))]);
        var held = Assert.Single(site.Collection.Review.Page(new(), 0, 10).Items);
        await site.TakeAsync((Odd + 2, Value(Odd + 2)));

        Assert.Empty(site.Collection.Review.Page(new(), 0, 10).Items);
        var released = site.Leaves().Last(entry => entry.Draft.Instant == held.Instant);
        Assert.Equal((60m, false), (released.Draft.Verdict.Consumption!.Value, released.Draft.Verdict.Held));
        Assert.Equal([RuleId.OverCapacity, RuleId.HighUsage], released.Draft.Verdict.Rules);
        Assert.Equal(Value(Odd + 2) - Value(0), site.Billed);
    }

    private static decimal Value(int day) => 1000 + (8 * day) + (day >= Odd ? 52 : 0);
}
