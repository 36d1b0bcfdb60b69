using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Review;
using AmrCollector.Validation;

namespace AmrCollector;

/// <content>What a person makes of a day of intervals: it stands as it is, it goes, or some of it is other.</content>
internal sealed partial class BlockJudge
{
    private static readonly string[] OfDay = [RuleId.Missing, RuleId.SumCheck, RuleId.Linear, RuleId.LikeDayScaled];

    private EntryDraft DecideDay(Entry entry, Meter listed, ReviewDecision decision)
    {
        var old = entry.Draft;
        if (!TryRead(ledger.Evidence(entry.Sequence), out var block)) throw new ReviewRefusedException("Its intervals cannot be read any more: it can only wait for the meter.");
        var meter = around.MeterOf(listed, old);
        var (isEdit, verdict) = (decision.Decision == Decision.Edit, old.Verdict with { IsRepeat = false, Adjustment = null });
        var day = isEdit ? IntervalEdits.Apply(block, decision, Physics.Ceiling(meter, (long)block.Step.TotalSeconds, parameters.Of(meter.Class).Margin)) : block;
        return old with
        {
            Meter = meter,
            Value = day.Sum,
            Origin = isEdit ? Origin.Edited : old.Origin,
            Verdict = decision.Decision == Decision.Reject
                ? verdict with { Judgement = Judgement.Reject, Held = false, Rules = [.. old.Verdict.Rules.Where(rule => !Refusals.Contains(rule))], Why = Join(decision.Sentence, old.Verdict.Why), Quality = RejectedQuality }
                : verdict with
                {
                    Judgement = Judgement.Accept,
                    Held = false,
                    Rules = isEdit ? [.. old.Verdict.Rules.Where(rule => !OfDay.Contains(rule) || IsStillSo(rule, day))] : old.Verdict.Rules,
                    Why = Join(decision.Sentence, isEdit ? $"{day.Qualities.Count(quality => quality == IntervalQuality.Edited)} of {day.Values.Count} intervals are a person's." : old.Verdict.Why),
                    Quality = isEdit ? EditedQuality : AcceptedQuality,
                    Adjustment = isEdit && !old.Verdict.Held ? (day.Sum - block.Sum) * meter.Multiplier : null,
                },
            Replaces = entry.Id,
            Evidence = DecisionRecord.Evidence(decision, entry, decision.Decision == Decision.Reject ? null : day.Sum, block, day),
        };
    }

    private static bool IsStillSo(string rule, IntervalBlock day) => rule switch
    {
        RuleId.Missing => !day.IsWhole,
        RuleId.SumCheck => false,
        _ => day.Qualities.Contains(IntervalQuality.Substituted),
    };

    /// <summary>True when a person has refused these very intervals before: the same ones do not come back.</summary>
    private bool IsBlockRefusedByPerson(EntryDraft draft) => ledger.OfInstant(draft.Meter.Id, draft.Item, draft.Instant).Any(entry =>
        entry.Draft is { Replaces: not null, Verdict.Judgement: Judgement.Reject } && ledger.Evidence(entry.Sequence) is var evidence
        && DecisionRecord.Of(evidence) is not null && evidence.Reply.Span.SequenceEqual(draft.Evidence.Reply.Span));
}
