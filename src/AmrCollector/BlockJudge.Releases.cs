using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector;

/// <content>
/// Releases what only looked like too much (vee.md 2.5): when the next two readings are back in band, the register has really counted it. A
/// person need not look; what he decided before stands.
/// </content>
internal sealed partial class BlockJudge
{
    private const int Enough = 2;
    private const int MostReleased = 8;
    private static readonly string[] OfPattern = [RuleId.HighUsage, RuleId.Spike];

    /// <summary>Other rules that may stand beside: they hold nothing of a total (vee.md 2.5), so they do not keep it back either.</summary>
    private static readonly string[] Harmless =
    [
        RuleId.Gap, RuleId.Late, RuleId.ReplacesEstimate, RuleId.Rollover, RuleId.Outage, RuleId.PowerFactor, RuleId.Unbalance,
        RuleId.Clock, RuleId.TariffSum, RuleId.OverCapacity, RuleId.TamperEvent, RuleId.Magnetic, RuleId.MeteringFault,
    ];

    /// <summary>Looks back from readings that were added.</summary>
    private void ReleaseConfirmed(Meter meter, IEnumerable<(ObisCode Item, DateTimeOffset Instant)> added, DraftBatch batch)
    {
        foreach (var register in added.GroupBy(one => one.Item))
        {
            foreach (var instant in register.Select(one => one.Instant).Order())
            {
                foreach (var row in Confirmed(histories.Of(meter.Id, register.Key), instant)) Release(meter, register.Key, row, batch);
            }
        }
    }

    /// <summary>Held rows right before the two released readings of the same source that end at <paramref name="instant"/>, oldest first.</summary>
    private static List<TimelineRow> Confirmed(RegisterTimeline past, DateTimeOffset instant)
    {
        List<TimelineRow> held = [];
        var released = 0;
        Source? source = null;
        for (var i = past.Start(instant.ToUnixTimeSeconds() + 1) - 1; i >= 0 && held.Count < MostReleased; i--)
        {
            var row = past[i];
            if (!row.IsInForce || row.IsEstimate || row.Source != (source ??= row.Source)) continue;
            if (row.IsBaseline && held.Count > 0) break;
            if (row.IsBaseline) released++;
            else if (released == Enough && row.Marks == RowMarks.Held) held.Insert(0, row);
            else break;
            if (released > Enough) break;
        }

        return held;
    }

    private void Release(Meter meter, ObisCode item, TimelineRow row, DraftBatch batch)
    {
        var pending = batch.IndexOf(meter.Id, item, row.Instant, row.Source) is { } index ? batch.Drafts[index] : null;
        var entry = pending is null ? ledger.InForce(meter.Id, item, row.Instant, row.Source) : null;
        if ((pending ?? entry?.Draft) is not { Verdict: { Held: true } doubted } old || !IsOfPattern(doubted)) return;
        var past = histories.Of(meter.Id, item);
        past.Remove(row.Instant, row.Source);
        var set = SetOf(old, around.MeterAt(meter, row.Instant));
        var verdict = Validation.Judge.Decided(set, past, parameters, Around(set));
        if (verdict.Judgement != Judgement.Accept || verdict.IsRepeat)
        {
            past.Put(row);
            return;
        }

        string[] rules = [.. doubted.Rules, .. verdict.Rules.Where(rule => rule != RuleId.Late && !doubted.Rules.Contains(rule))];
        batch.Add(old with
        {
            Verdict = verdict with { Rules = rules, Quality = AcceptedQuality, Why = Join("Released by itself: the next two readings are back in band.", doubted.Why) },
            Replaces = entry?.Id,
            ReplacesDraft = pending,
            Evidence = Evidence.None,
        });
        Put(meter.Id, item, row.Instant, row.Source, old.Value, batch.Drafts[^1].Verdict);
        DeriveSuccessors(meter, item, row.Instant, [(item, row.Instant)], batch);
    }

    private static bool IsOfPattern(Verdict verdict) => verdict.Rules.Any(OfPattern.Contains) && verdict.Rules.All(rule => OfPattern.Contains(rule) || Harmless.Contains(rule));
}
