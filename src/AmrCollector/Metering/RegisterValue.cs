namespace AmrCollector.Metering;

/// <summary>One register of a <see cref="RegisterSet"/>.</summary>
public sealed record RegisterValue
{
    /// <summary>Which quantity.</summary>
    public required ObisCode Item { get; init; }

    /// <summary>How it moves.</summary>
    public ItemKind Kind { get; init; }

    /// <summary>What the meter shows, exact; null when its bytes are no number (FF, EE, a digit above 9, NaN).</summary>
    public decimal? Value { get; init; }

    /// <summary>Unit of <see cref="Value"/>.</summary>
    public required Unit Unit { get; init; }

    /// <summary>Smallest step the register can show: max(10^-decimals, ulp of a float register) (design.md §3).</summary>
    public decimal Lsd { get; init; } = 0.01m;

    /// <summary>Where the counter starts again from 0, when its model knows better than the meter list's digits; else null.</summary>
    public decimal? Wrap { get; init; }

    /// <summary>Why <see cref="Value"/> is null, else null: "FF FF FF FF: no value".</summary>
    public string? Fault { get; init; }

    /// <summary>When it happened, for a maximum demand.</summary>
    public DateTimeOffset? OccurredAt { get; init; }
}
