using AmrCollector.Metering;

namespace AmrCollector.Reports;

/// <summary>How reports of one kind become readings: which topic, and where in the JSON the value, its time, its unit and perhaps its meter stand.</summary>
public sealed record ReportRule
{
    /// <summary>Name of the broker.</summary>
    public required string Broker { get; init; }

    /// <summary>Which messages.</summary>
    public required TopicPattern Topic { get; init; }

    /// <summary>Which quantity.</summary>
    public required ObisCode Item { get; init; }

    /// <summary>Where the value is.</summary>
    public required JsonPath Value { get; init; }

    /// <summary>Where the time is for which it holds. Always there: without it a message sent again would be another reading.</summary>
    public required JsonPath Time { get; init; }

    /// <summary>Where the meter's number is; null when the topic names it.</summary>
    public JsonPath? Meter { get; init; }

    /// <summary>The unit of every value; of no meaning when <see cref="UnitPath"/> is there.</summary>
    public ReportUnit Unit { get; init; }

    /// <summary>Where each value's unit is; null when all have one.</summary>
    public JsonPath? UnitPath { get; init; }

    /// <summary>How the item moves, by its OBIS group D: 8 is an energy register, 6 a maximum demand, all else a state.</summary>
    public ItemKind Kind => Item.D switch
    {
        8 => ItemKind.Cumulative,
        6 => ItemKind.Demand,
        _ => ItemKind.State,
    };
}
