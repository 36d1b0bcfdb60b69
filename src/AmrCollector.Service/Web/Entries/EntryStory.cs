using AmrCollector.Events;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Validation;

namespace AmrCollector.Service.Web.Entries;

/// <summary>Why an entry says what it says: everything that is known of it and around it.</summary>
public sealed record EntryStory
{
    /// <summary>The entry.</summary>
    public required Entry Entry { get; init; }

    /// <summary>The list's row of its meter as it stood at the entry's instant.</summary>
    public required Meter Meter { get; init; }

    /// <summary>Every entry of its register and instant, as they came.</summary>
    public required IReadOnlyList<ToldRevision> Revisions { get; init; }

    /// <summary>The end of the revisions that begin with it: the entry itself while nothing has replaced it.</summary>
    public required ToldRevision Latest { get; init; }

    /// <summary>What was in force of the register before it, newest first.</summary>
    public required IReadOnlyList<HistoryPoint> Before { get; init; }

    /// <summary>What is in force of the register after it, oldest first.</summary>
    public required IReadOnlyList<HistoryPoint> After { get; init; }

    /// <summary>What was used, from eight weeks before to two weeks after, oldest first.</summary>
    public required IReadOnlyList<ConsumedStretch> Curve { get; init; }

    /// <summary>The frames that told it; empty when it came from no wire.</summary>
    public required IReadOnlyList<ProvenFrame> Frames { get; init; }

    /// <summary>Of a day of a load profile its intervals; else null.</summary>
    public IntervalBlock? Intervals { get; init; }

    /// <summary>Work orders of its meter that lie around it, withdrawn ones included.</summary>
    public required IReadOnlyList<FiledOrder> Orders { get; init; }

    /// <summary>What the meter itself recorded around it.</summary>
    public required IReadOnlyList<MeterEvent> MeterEvents { get; init; }

    /// <summary>What the collector noticed of the meter around it, oldest first.</summary>
    public required IReadOnlyList<CollectorEvent> Events { get; init; }

    /// <summary>Findings that block its meter now, by id and sentence.</summary>
    public required IReadOnlyList<(string Id, string Meaning)> Findings { get; init; }

    /// <summary>Rules that fired, with the thresholds in force now.</summary>
    public required IReadOnlyList<(string Rule, IReadOnlyList<(string Name, string Value)> Limits)> Rules { get; init; }

    /// <summary>Version of the thresholds in force now; those of the verdict may be older.</summary>
    public required int ParametersNow { get; init; }

    /// <summary>Where it stands in the chain.</summary>
    public required ChainPlace Chain { get; init; }

    /// <summary>True while it waits for a person.</summary>
    public bool IsOpen => ReferenceEquals(Latest.Entry, Entry) && (Entry.Draft.Verdict.Held || Entry.Draft.Verdict.Judgement == Judgement.Suspect);
}
