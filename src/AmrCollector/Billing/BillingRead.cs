using System.Globalization;
using AmrCollector.Ledger;
using AmrCollector.Metering;

namespace AmrCollector.Billing;

/// <summary>A billing read as it was issued: it is never changed; a correction is another one that names it.</summary>
public sealed record BillingRead
{
    private const string Prefix = "B-";

    /// <summary>Its place in the book, from 1 without holes.</summary>
    public long Number { get; init; }

    /// <summary>1 for the first of its due read and register.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>Number of the read it replaces; null for a first.</summary>
    public long? Replaces { get; init; }

    /// <summary>The meter.</summary>
    public required MeterId Meter { get; init; }

    /// <summary>Its metering point then.</summary>
    public required string Point { get; init; }

    /// <summary>Who pays for what it measured until then.</summary>
    public required string Account { get; init; }

    /// <summary>The register.</summary>
    public required ObisCode Item { get; init; }

    /// <summary>The local day it was due on.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The instant it was due for, UTC.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>What it closes.</summary>
    public required BillingKind Kind { get; init; }

    /// <summary>Why it was due.</summary>
    public required BillingCause Cause { get; init; }

    /// <summary>What the order is called that made it due; may be empty.</summary>
    public string Order { get; init; } = "";

    /// <summary>Which branch gave the number; None when the number is withdrawn.</summary>
    public required BillingBranch Branch { get; init; }

    /// <summary>Actual or estimated; missing when the number is withdrawn.</summary>
    public required BillingState State { get; init; }

    /// <summary>The register as the meter shows it; null when withdrawn.</summary>
    public decimal? Value { get; init; }

    /// <summary>Unit of value, consumption and adjustment.</summary>
    public required Unit Unit { get; init; }

    /// <summary>Smallest step of the value.</summary>
    public required decimal Lsd { get; init; }

    /// <summary>ct x pt at <see cref="Instant"/>.</summary>
    public required decimal Multiplier { get; init; }

    /// <summary>The time the number holds for, UTC: not always the due instant.</summary>
    public required DateTimeOffset Instant { get; init; }

    /// <summary>Where the number comes from.</summary>
    public required Source Source { get; init; }

    /// <summary>CIM quality code.</summary>
    public required string Quality { get; init; }

    /// <summary>Ids of the ledger's entries it rests on.</summary>
    public IReadOnlyList<string> Entries { get; init; } = [];

    /// <summary>Primary energy since the billing read before it; null when there is none before.</summary>
    public decimal? Consumption { get; init; }

    /// <summary>Number of the billing read before it.</summary>
    public long? Since { get; init; }

    /// <summary>Its consumption less that of what it replaces; null for a first. Informs: the replacement is booked, or this, never both.</summary>
    public decimal? Adjustment { get; init; }

    /// <summary>In words; empty for a plain actual.</summary>
    public string Why { get; init; } = "";

    /// <summary>The ledger's chain when it was issued: with it the read can be derived again.</summary>
    public LedgerHead Head { get; init; }

    /// <summary>When it was issued, UTC.</summary>
    public DateTimeOffset IssuedAt { get; init; }

    /// <summary>SHA-256 over its fields and the hash before it, lower-case hex.</summary>
    public string Hash { get; init; } = "";

    /// <summary>"B-12".</summary>
    public string Id => IdOf(Number);

    /// <summary>True when it was taken back and nothing stands in for it.</summary>
    public bool IsWithdrawn => Value is null;

    /// <summary>Its register at its instant; only of a read that is not withdrawn.</summary>
    internal RegisterStand Stand => new(Instant, Value ?? 0, Cause == BillingCause.Exchange, State == BillingState.Estimated);

    /// <summary>"B-12" of 12.</summary>
    public static string IdOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}");
}
