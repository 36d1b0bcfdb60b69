using AmrCollector.Metering;

namespace AmrCollector.Validation;

/// <summary>Limits that depend on the kind of customer (vee.md 2.2 and 4.1), in primary kWh.</summary>
public sealed record ClassLimits
{
    /// <summary>Households.</summary>
    public static ClassLimits Residential { get; } = new() { HighAtLeast = 5, LowMedian = 2, SpreadFloor = 0.5m };

    /// <summary>Everybody else.</summary>
    public static ClassLimits Other { get; } = new() { HighAtLeast = 50, LowMedian = 20, SpreadFloor = 5 };

    /// <summary>V30: kWh a day above the median, at least.</summary>
    public required decimal HighAtLeast { get; init; }

    /// <summary>V31: medians below this say nothing.</summary>
    public required decimal LowMedian { get; init; }

    /// <summary>V30: the spread is never taken smaller.</summary>
    public required decimal SpreadFloor { get; init; }

    /// <summary>The defaults of a class.</summary>
    public static ClassLimits Of(CustomerClass customer) => customer == CustomerClass.Residential ? Residential : Other;
}
