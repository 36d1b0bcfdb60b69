using AmrCollector.Metering;

namespace AmrCollector.Models;

/// <summary>One quantity a model offers.</summary>
public sealed record Item
{
    /// <summary>Its OBIS code.</summary>
    public required ObisCode Obis { get; init; }

    /// <summary>English name: "forward active energy".</summary>
    public required string Name { get; init; }

    /// <summary>Chinese name: 正向有功总电能.</summary>
    public string NameZh { get; init; } = "";

    /// <summary>Unit of the decoded value.</summary>
    public required Unit Unit { get; init; }

    /// <summary>Digits behind the point of the decoded value, 0..9.</summary>
    public required int Decimals { get; init; }

    /// <summary>How it moves.</summary>
    public ItemKind Kind { get; init; }

    /// <summary>True when it bills and so becomes a ledger entry; false: an observation (design.md §3).</summary>
    public required bool IsRegister { get; init; }

    /// <summary>True when only one independent document or program names its place: compare with the display before billing.</summary>
    public bool SingleSource { get; init; }

    /// <summary>
    /// Where the counter starts again from 0, in the item's unit: 1000000000 kWh. Null when that is the display's digits, which the
    /// meter list knows.
    /// </summary>
    public decimal? Wrap { get; init; }

    /// <summary>True when values of other items depend on this one: a ratio, a unit code.</summary>
    public bool IsRatio { get; init; }

    /// <summary>Where its bytes stand and how they are read.</summary>
    public required Layout Layout { get; init; }
}
