using AmrCollector.Ledger;
using AmrCollector.Metering;

namespace AmrCollector.Billing;

/// <summary>What bills one register of a due read, or why nothing does.</summary>
public sealed record BillingChoice
{
    /// <summary>What there is.</summary>
    public required BillingState State { get; init; }

    /// <summary>Why, in a sentence; empty for a plain actual.</summary>
    public string Why { get; init; } = "";

    /// <summary>Which of the branches; None while there is no number.</summary>
    public BillingBranch Branch { get; init; }

    /// <summary>The time the number holds for.</summary>
    public DateTimeOffset Instant { get; init; }

    /// <summary>The register, as the meter shows it.</summary>
    public decimal Value { get; init; }

    /// <summary>Its smallest step.</summary>
    public decimal Lsd { get; init; } = 0.01m;

    /// <summary>Its unit.</summary>
    public Unit Unit { get; init; }

    /// <summary>Where it comes from.</summary>
    public Source Source { get; init; }

    /// <summary>CIM quality code.</summary>
    public string Quality { get; init; } = "2.5.259";

    /// <summary>Ids of the ledger's entries it rests on.</summary>
    public IReadOnlyList<string> Entries { get; init; } = [];

    /// <summary>True when there is a number that may be billed.</summary>
    public bool IsRead => State is BillingState.Actual or BillingState.Estimated;

    /// <summary>Nothing yet.</summary>
    public static BillingChoice Missing(string why) => new() { State = BillingState.Missing, Why = why };

    /// <summary>Something, and not to be billed.</summary>
    public static BillingChoice Held(string why) => new() { State = BillingState.Held, Why = why, Quality = "2.5.258" };

    /// <summary>The register of an entry, by a branch.</summary>
    public static BillingChoice Of(Entry entry, BillingBranch branch) => new()
    {
        State = BillingState.Actual,
        Branch = branch,
        Instant = entry.Draft.Instant,
        Value = entry.Draft.Value!.Value,
        Lsd = entry.Draft.Lsd,
        Unit = entry.Draft.Unit,
        Source = entry.Draft.Source,
        Quality = entry.Draft.Verdict.Quality,
        Entries = [entry.Id],
    };
}
