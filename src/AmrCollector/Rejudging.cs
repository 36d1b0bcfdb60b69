using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Validation;

namespace AmrCollector;

/// <summary>
/// Judges again what an order touches: every reading of its meter from its instant on, oldest first, each against what was judged before
/// it, until the next baseline stands as it stood; where the order changes ratio or account, to the end. Only what reads differently
/// comes back, so that judging twice changes nothing. Changes nothing itself.
/// </summary>
/// <param name="ledger">What is committed.</param>
/// <param name="around">What is known around a reading, the order included.</param>
/// <param name="parameters">Thresholds.</param>
/// <param name="wrapOf">Where a meter's register starts again, null where its digits say so.</param>
internal sealed class Rejudging(LedgerReader ledger, Surroundings around, RuleParameters parameters, Func<Meter, ObisCode, decimal?> wrapOf)
{
    private const int MostLeaves = 50_000;
    private static readonly TimeSpan Misjudged = TimeSpan.FromDays(62); // as far back as meters remember

    /// <summary>Who carried over what was decided by a person: their rules are no arithmetic.</summary>
    private static readonly string[] Refusals = [RuleId.Decrease, RuleId.MaxEnergy];

    /// <summary>What changes when <paramref name="order"/> is in force, or is not any more, as the surroundings say.</summary>
    /// <param name="listed">The list's row of its meter.</param>
    /// <param name="order">The order.</param>
    /// <param name="pending">Drafts of the same commit, nobody has seen them yet.</param>
    /// <param name="held">What findings make of a verdict.</param>
    internal IReadOnlyList<Rejudged> Changes(Meter listed, Order order, IReadOnlyList<EntryDraft> pending, Func<Verdict, Verdict> held)
    {
        if (order.IsRecordOnly) return [];
        var own = pending.Where(draft => draft.Meter.Id == listed.Id).ToList();
        var replaced = own.Select(draft => draft.Replaces).OfType<string>().ToHashSet(StringComparer.Ordinal);
        List<(EntryDraft Draft, string? Id)> leaves = [];
        var items = ledger.Items(listed.Id).Concat(own.Select(draft => draft.Item)).Distinct().ToList();
        var begins = order.OldCt is null && order.OldPt is null ? order.At : DateTimeOffset.UnixEpoch; // else nothing before was multiplied right
        foreach (var item in items)
            leaves.AddRange(ledger.Leaves(listed.Id, item, begins == order.At ? begins - Misjudged : begins, MostLeaves).Where(entry => !replaced.Contains(entry.Id)).Select(entry => (entry.Draft, (string?)entry.Id)));
        leaves.AddRange(own.Where(draft => !own.Any(later => ReferenceEquals(later.ReplacesDraft, draft))).Select(draft => (draft, (string?)null)));

        // What came late was perhaps refused beside a neighbour that belongs to the other side of the order.
        var from = leaves.Where(leaf => leaf.Draft.Instant < order.At && leaf.Draft.Verdict is { Judgement: Judgement.Reject } verdict && verdict.Rules.Contains(RuleId.Late))
            .Select(leaf => leaf.Draft.Instant).Append(begins).Min();
        return Walk(listed, order, [.. leaves.Where(leaf => leaf.Draft.Instant >= from)], items.ToDictionary(item => item, item => PastBefore(listed.Id, item, from, own)), held);
    }

    private List<Rejudged> Walk(Meter listed, Order order, List<(EntryDraft Draft, string? Id)> leaves, Dictionary<ObisCode, RegisterTimeline> pasts, Func<Verdict, Verdict> held)
    {
        List<Rejudged> changes = [];
        var open = leaves.Where(leaf => leaf.Draft.Kind == ItemKind.Cumulative).Select(leaf => leaf.Draft.Item).ToHashSet();
        var settled = (order.Until ?? order.At) + Echo(order);
        var sets = leaves.GroupBy(leaf => (leaf.Draft.Instant, leaf.Draft.Source, leaf.Draft.ReadAt)).OrderBy(set => set.Key.Instant);
        foreach (var set in sets)
        {
            if (open.Count == 0 && !order.ChangesMaster) break;
            var members = set.ToList();
            var verdicts = Fresh(listed, [.. members.Select(member => member.Draft)], pasts);
            for (var i = 0; i < members.Count; i++)
            {
                var (old, id) = members[i];
                var meter = around.MeterOf(listed, old);
                var fresh = verdicts[i] is { } judged ? Carried(old.Verdict, held(judged)) : old.Verdict;
                var isSame = Reads(old, fresh, meter);
                var now = isSame ? old.Verdict : fresh;
                if (!isSame) changes.Add(new(old, id, old with { Meter = meter, Verdict = now, Replaces = id ?? old.Replaces, Evidence = id is null ? old.Evidence : Evidence.None }));
                pasts[old.Item].Put(TimelineRow.Of(old.Instant, old.Source, old.Value, now));
                if (old.Instant > settled && IsBaseline(old, old.Verdict) && IsBaseline(old, now)) open.Remove(old.Item);
            }
        }

        return changes;
    }

    /// <summary>Days of little use are counted back over what an outage or a vacancy explains (V31): readings after its end may read differently too.</summary>
    private TimeSpan Echo(Order order) => order.Kind is OrderKind.Outage or OrderKind.Vacancy ? TimeSpan.FromDays(parameters.LowDays) : TimeSpan.Zero;

    /// <summary>The verdicts as of now, null where an old one stands whatever the orders say.</summary>
    private Verdict?[] Fresh(Meter listed, List<EntryDraft> drafts, Dictionary<ObisCode, RegisterTimeline> pasts)
    {
        var meter = around.MeterAt(listed, drafts[0].Instant);
        RegisterSet set = new()
        {
            Meter = meter,
            Source = drafts[0].Source,
            Instant = drafts[0].Instant,
            ReadAt = drafts[0].ReadAt,
            MeterTime = drafts[0].MeterTime,
            RepliedFrom = meter.Address,
            Registers = [.. drafts.Select(draft => RegisterOf(draft, meter))],
            Evidence = Evidence.None,
        };
        var circumstances = around.Of(set, item => pasts.GetValueOrDefault(item) ?? new());
        if (set.Source == Source.Estimate)
            return [.. drafts.Select((draft, i) => Judge.Rederived(set with { Registers = [set.Registers[i]] }, draft.Verdict, pasts[draft.Item], parameters, circumstances))];

        var fresh = Judge.Of(set, item => pasts.GetValueOrDefault(item) ?? new(), parameters, circumstances);
        return [.. fresh.Select((verdict, i) => verdict.IsRepeat || drafts[i].Kind == ItemKind.Interval || IsFinal(drafts[i].Verdict) ? null : verdict)];
    }

    private RegisterTimeline PastBefore(MeterId meter, ObisCode item, DateTimeOffset instant, List<EntryDraft> own)
    {
        RegisterTimeline past = new();
        var points = ledger.HistoryBefore(meter, item, instant, RegisterTimeline.MaxRows);
        for (var i = points.Count - 1; i >= 0; i--)
            past.Put(TimelineRow.Of(points[i].Instant, points[i].Source, points[i].Value, new() { Judgement = points[i].Judgement, Held = points[i].Held, Rules = points[i].Rules }));
        foreach (var draft in own.Where(draft => draft.Item == item && draft.Instant < instant))
        {
            if (draft.Replaces is not null) past.Remove(draft.Instant, draft.Source);
            past.Put(TimelineRow.Of(draft.Instant, draft.Source, draft.Value, draft.Verdict));
        }

        return past;
    }

    private RegisterValue RegisterOf(EntryDraft draft, Meter meter) => new()
    {
        Item = draft.Item,
        Kind = draft.Kind,
        Value = draft.Value,
        Unit = draft.Unit,
        Lsd = draft.Lsd,
        Wrap = wrapOf(meter, draft.Item),
        OccurredAt = draft.OccurredAt,
    };

    /// <summary>A reject that no order can heal: bytes that were no number, another meter, a wrong date, a person's word.</summary>
    private static bool IsFinal(Verdict old) => old.Judgement == Judgement.Reject && !old.Rules.Any(Refusals.Contains);

    /// <summary>
    /// What the old verdict knew and the new one cannot: that it came late, which estimate it replaced, and that somebody has released
    /// it, as long as nothing new speaks against it.
    /// </summary>
    private static Verdict Carried(Verdict old, Verdict fresh)
    {
        if (fresh.Judgement == Judgement.Reject) return fresh;
        string[] kept = [.. old.Rules.Where(rule => rule is RuleId.Late or RuleId.ReplacesEstimate && !fresh.Rules.Contains(rule))];
        if (kept.Length > 0) fresh = fresh with { Rules = [.. kept, .. fresh.Rules], Adjustment = fresh.Adjustment ?? old.Adjustment };
        var wasReleased = fresh.Held && old is { Held: false, Judgement: Judgement.Accept or Judgement.Suspect } && fresh.Rules.All(old.Rules.Contains);
        return wasReleased ? fresh with { Held = false, Judgement = old.Judgement, Quality = old.Quality } : fresh;
    }

    private static bool Reads(EntryDraft old, Verdict fresh, Meter meter)
    {
        var verdict = old.Verdict;
        if (verdict.Judgement == Judgement.Reject && fresh.Judgement == Judgement.Reject) return true;
        return verdict.Judgement == fresh.Judgement && verdict.Held == fresh.Held && verdict.Adjustment == fresh.Adjustment
            && Equals(verdict.Consumption, fresh.Consumption) && verdict.Rules.SequenceEqual(fresh.Rules)
            && (old.Meter.Multiplier, old.Meter.Account, old.Meter.Point) == (meter.Multiplier, meter.Account, meter.Point);
    }

    private static bool IsBaseline(EntryDraft draft, Verdict verdict) => TimelineRow.Of(draft.Instant, draft.Source, draft.Value, verdict).IsBaseline;
}
