using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Ledger;

/// <summary>Which entries a reader wants; null means any.</summary>
public sealed record EntryFilter
{
    /// <summary>Every entry.</summary>
    public static EntryFilter All { get; } = new();

    /// <summary>Only this meter.</summary>
    public MeterId? Meter { get; init; }

    /// <summary>Only this item.</summary>
    public ObisCode? Item { get; init; }

    /// <summary>Only this CIM quality code, or codes that begin with it and a dot: "2" takes "2.0.1".</summary>
    public string? Quality { get; init; }

    /// <summary>Only this judgement.</summary>
    public Judgement? Verdict { get; init; }

    /// <summary>Only held, or only released entries.</summary>
    public bool? Held { get; init; }

    /// <summary>Only entries of this source.</summary>
    public Source? Source { get; init; }

    /// <summary>Only entries whose instant is not before this.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only entries whose instant is before this.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>True when nothing is left out.</summary>
    public bool IsAll => this == All;
}
