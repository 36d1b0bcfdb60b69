using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Ledger;

/// <summary>A judged register on its way into the ledger; the committing transaction gives it sequence, revision, id and hash.</summary>
public sealed record EntryDraft
{
    /// <summary>The archive's facts at the time of reading.</summary>
    public required Meter Meter { get; init; }

    /// <summary>Which quantity.</summary>
    public required ObisCode Item { get; init; }

    /// <summary>How it moves.</summary>
    public ItemKind Kind { get; init; }

    /// <summary>Where it comes from.</summary>
    public required Source Source { get; init; }

    /// <summary>The time it holds for, UTC.</summary>
    public required DateTimeOffset Instant { get; init; }

    /// <summary>As the meter shows it; null when its bytes were no number (a reject).</summary>
    public decimal? Value { get; init; }

    /// <summary>Unit of <see cref="Value"/>.</summary>
    public required Unit Unit { get; init; }

    /// <summary>Smallest step of the register: an equal key within one step is the same entry.</summary>
    public decimal Lsd { get; init; } = 0.01m;

    /// <summary>What kind of number it is.</summary>
    public Origin Origin { get; init; }

    /// <summary>When it happened, for a maximum demand.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>The meter's clock when it was read.</summary>
    public DateTimeOffset? MeterTime { get; init; }

    /// <summary>The collector's clock when it was read.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>What it is worth.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The bytes that prove it; drafts of one exchange share one instance, and it is stored once.</summary>
    public Evidence Evidence { get; init; } = Evidence.None;

    /// <summary>
    /// Id of the entry this one replaces, null for a first. A revision comes only from a work order, a review decision,
    /// a late derivation, or an actual that replaces an estimate (design.md §3).
    /// </summary>
    public string? Replaces { get; init; }

    /// <summary>
    /// The draft earlier in the same batch that this one replaces, when what is replaced has no id yet; else null. Compared by
    /// reference. Not both this and <see cref="Replaces"/>.
    /// </summary>
    public EntryDraft? ReplacesDraft { get; init; }
}
