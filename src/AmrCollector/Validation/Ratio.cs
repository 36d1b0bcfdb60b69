using AmrCollector.Metering;

namespace AmrCollector.Validation;

/// <summary>Which ct x pt was in force when.</summary>
internal static class Ratio
{
    /// <summary>What the last order until the second made it, else what the next one replaced, else the archive's.</summary>
    /// <param name="meter">The archive's row.</param>
    /// <param name="orders">The meter's orders, by time.</param>
    /// <param name="second">UTC seconds.</param>
    public static decimal At(Meter meter, IReadOnlyList<WorkOrder> orders, long second)
    {
        decimal? made = null;
        foreach (var order in orders)
        {
            if (order.At.ToUnixTimeSeconds() <= second) made = order.NewMultiplier ?? made;
            else if (order.OldMultiplier is { } old) return made ?? old;
        }

        return made ?? meter.Multiplier;
    }

    /// <summary>The meter with the ratio that was in force at the second.</summary>
    public static Meter On(Meter meter, IReadOnlyList<WorkOrder> orders, long second) =>
        At(meter, orders, second) is var ratio && ratio == meter.Multiplier ? meter : meter with { Ct = ratio, Pt = 1 };
}
