using AmrCollector.Findings;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector;

/// <content>Days of load profiles: their blocks, and what came later as revisions of them.</content>
internal sealed partial class BlockJudge
{
    /// <summary>May be repeated: what says no more than the ledger has is left alone, and what a person edited stays.</summary>
    private void Take(EntryDraft draft, DraftBatch batch)
    {
        var judged = draft with { Verdict = FindingHold.On(draft.Verdict, blocking(draft.Meter.Id)) };
        if (batch.IndexOf(draft.Meter.Id, draft.Item, draft.Instant, draft.Source) is not null) return;
        if (ledger.InForce(draft.Meter.Id, draft.Item, draft.Instant, draft.Source) is not { } stored)
        {
            batch.Add(judged);
            return;
        }

        if (stored.Draft.Origin == Origin.Edited || !TryRead(draft.Evidence, out var now) || !TryRead(ledger.Evidence(stored.Sequence), out var before) || !SaysMore(now, before)) return;
        batch.Add(judged with { Replaces = stored.Id, Verdict = Completed(judged.Verdict, stored.Draft, now, before, draft) });
    }

    /// <summary>The fresh verdict of a block that a finding held.</summary>
    private Verdict ReleasedBlock(Entry held, Meter meter)
    {
        var old = held.Draft.Verdict;
        return TryRead(ledger.Evidence(held.Sequence), out var block)
            ? IntervalVerdict.Of(block, IntervalVerdict.MethodsOf(old), meter, null, old.Rules.Contains(RuleId.RatioChange), parameters)
            : old;
    }

    private static bool TryRead(Evidence evidence, out IntervalBlock block) => IntervalBlock.TryRead(evidence.Reply.Span, out block!);

    /// <summary>More that the meter itself said, or as much and less that is missing: never the other way.</summary>
    private static bool SaysMore(IntervalBlock now, IntervalBlock before)
    {
        if (now.Values.Count != before.Values.Count) return false;
        return now.Told > before.Told || (now.Told == before.Told && now.Count(IntervalQuality.Missing) < before.Count(IntervalQuality.Missing));
    }

    private static Verdict Completed(Verdict fresh, EntryDraft stored, IntervalBlock now, IntervalBlock before, EntryDraft draft)
    {
        var replaced = Enumerable.Range(0, now.Values.Count).Count(i => before.Qualities[i] == IntervalQuality.Substituted && now.Qualities[i] is IntervalQuality.Actual or IntervalQuality.ClockChanged);
        var came = Enumerable.Range(0, now.Values.Count).Count(i => before.Qualities[i] == IntervalQuality.Missing && now.Qualities[i] != IntervalQuality.Missing);
        var adjustment = ((draft.Value ?? 0) - (stored.Value ?? 0)) * draft.Meter.Multiplier;
        return fresh with
        {
            Rules = replaced > 0 ? [RuleId.ReplacesEstimate, .. fresh.Rules] : fresh.Rules,
            Adjustment = adjustment,
            Why = string.Join(' ', ((string?[])
            [
                replaced > 0 ? $"{replaced} substituted intervals were told by the meter later." : null,
                came > 0 ? $"{came} missing intervals became known." : null,
                fresh.Why.Length > 0 ? fresh.Why : null,
            ]).OfType<string>()),
        };
    }
}
