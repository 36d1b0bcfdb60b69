using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector;

/// <summary>
/// Remembers which meters had a register refused as a decrease since the start, and proposes an exchange where the ledger's refusals
/// agree with each other. A meter that was exchanged without an order is refused day by day, so that a restart costs a day. Any thread.
/// </summary>
internal sealed class ExchangeWatch(Func<RuleParameters> parameters)
{
    private const int MostWatched = 10_000;
    private const int MostLookedAt = 1000;
    private readonly Lock _turn = new();
    private readonly HashSet<(MeterId Meter, ObisCode Item)> _doubtful = [];

    /// <summary>Entries were committed.</summary>
    internal void Note(Commit commit)
    {
        foreach (var entry in commit.Entries)
        {
            var draft = entry.Draft;
            if (draft.Verdict.Judgement != Judgement.Reject || draft.Item is not { A: 1, C: 1 or 15, D: 8, E: 0, F: 255 } || !draft.Verdict.Rules.Contains(RuleId.Decrease)) continue;
            lock (_turn) if (_doubtful.Count < MostWatched) _doubtful.Add((draft.Meter.Id, draft.Item));
        }
    }

    /// <summary>What is proposed now, by meter.</summary>
    internal IReadOnlyList<ExchangeProposal> Proposals(LedgerReader ledger, IReadOnlyDictionary<MeterId, Meter> meters)
    {
        (MeterId Meter, ObisCode Item)[] doubtful;
        lock (_turn) doubtful = [.. _doubtful];
        List<ExchangeProposal> proposals = [];
        foreach (var register in doubtful)
        {
            if (meters.TryGetValue(register.Meter, out var meter) && Of(ledger, meter, register.Item) is { } proposal) proposals.Add(proposal);
            else lock (_turn) _doubtful.Remove(register);
        }

        return [.. proposals.OrderBy(proposal => proposal.Meter.Value, StringComparer.Ordinal)];
    }

    private ExchangeProposal? Of(LedgerReader ledger, Meter meter, ObisCode item)
    {
        var last = ledger.HistoryBefore(meter.Id, item, DateTimeOffset.MaxValue, RegisterTimeline.MaxRows)
            .Select(point => TimelineRow.Of(point.Instant, point.Source, point.Value, new() { Judgement = point.Judgement, Held = point.Held, Rules = point.Rules }))
            .Where(row => row.IsBaseline).Cast<TimelineRow?>().FirstOrDefault();
        if (last is not { } standing) return null;
        var refused = ledger.Leaves(meter.Id, item, standing.Instant.AddSeconds(1), MostLookedAt)
            .Where(entry => entry.Draft.Verdict.Judgement == Judgement.Reject && entry.Draft.Verdict.Rules.Contains(RuleId.Decrease) && entry.Draft.Value is not null)
            .Select(entry => TimelineRow.Of(entry.Draft.Instant, entry.Draft.Source, entry.Draft.Value, entry.Draft.Verdict));
        return ExchangeProposal.Of(meter, item, standing, [.. refused], parameters());
    }
}
