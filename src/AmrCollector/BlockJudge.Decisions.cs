using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Review;
using AmrCollector.Validation;

namespace AmrCollector;

/// <content>Follows what a person decided on an entry: a revision that names it, and what hangs on it derived anew.</content>
internal sealed partial class BlockJudge
{
    private const string AcceptedQuality = "2.10.1"; // vee.md 5.3: a released suspect
    private const string EditedQuality = "2.7.0";
    private const string RejectedQuality = "2.7.3";
    private const int MostEstimates = 64;

    /// <summary>What refuses a number by itself; a reject without any of them is a person's word, and no order heals it.</summary>
    private static readonly string[] Refusals = [RuleId.Format, RuleId.MeterId, RuleId.Time, RuleId.Decrease, RuleId.MaxEnergy];

    /// <summary>Said of the way to the baseline as it was, or of a neighbour that gives way now.</summary>
    private static readonly string[] Outlived =
        [RuleId.Conflict, RuleId.Late, RuleId.FirstReading, RuleId.Gap, RuleId.Jitter, RuleId.Decrease, RuleId.MaxEnergy, RuleId.Rollover, RuleId.NetExport, RuleId.Exchange, RuleId.RatioChange];

    private static readonly Verdict Refused = new() { Judgement = Judgement.Reject };

    /// <summary>What does not fit any more is told to who decided, and changes nothing.</summary>
    private void FollowDecision(Handover.Decided handover, DraftBatch batch)
    {
        handover.Refusal = null;
        var meter = handover.Meter;
        try
        {
            var entry = Wanted(handover.Content);
            if (batch.Touched.Any(register => register.Item1 == entry.Draft.Meter.Id)) throw new InvalidOperationException("A decision is judged apart from readings of its meter");
            meter ??= entry.Draft.Meter;
            foreach (var draft in Decide(entry, meter, handover.Content)) batch.Add(draft);
        }
        catch (Exception e) when (e is KeyNotFoundException or ReviewConflictException or ReviewRefusedException)
        {
            handover.Refusal = e;
        }
    }

    private IReadOnlyList<EntryDraft> Decide(Entry entry, Meter meter, ReviewDecision decision)
    {
        DraftBatch own = new();
        try
        {
            if (entry.Draft.Kind == ItemKind.Interval) own.Add(DecideDay(entry, meter, decision));
            else if (decision.Decision == Decision.Reject) TakeOut(entry, decision, own);
            else PutIn(entry, meter, decision, own);
            if (entry.Draft.Kind == ItemKind.Cumulative)
                DeriveSuccessors(meter, entry.Draft.Item, entry.Draft.Instant, [(entry.Draft.Item, entry.Draft.Instant)], own);
            return own.Drafts;
        }
        catch
        {
            histories.Forget((entry.Draft.Meter.Id, entry.Draft.Item));
            throw;
        }
    }

    private Entry Wanted(ReviewDecision decision)
    {
        if (!ledger.Epochs().TryFind(decision.EntryId, out var sequence) || ledger.Entry(sequence) is not { } entry) throw new KeyNotFoundException($"there is no entry {decision.EntryId}");
        if (ledger.ReplacedBy(sequence) is { } later) throw new ReviewConflictException(Deciding.Told(entry, later, ledger.Evidence(later.Sequence)), later.Id);
        if (entry.Draft.Verdict.Judgement == Judgement.Reject) throw new ReviewRefusedException("It is refused already. If it should stand, enter the work order that explains it: what it touches is judged again.");
        if (entry.Draft.Kind != ItemKind.Interval && decision.Intervals.Count > 0) throw new ReviewRefusedException("It is one number and has no intervals: an edit needs its 'value'.");
        if (decision.Decision == Decision.Accept && entry.Draft.Verdict is { Held: false, Judgement: not Judgement.Suspect }) throw new ReviewRefusedException("Nothing doubts it: there is nothing to accept.");
        if (decision.Decision != Decision.Reject && blocking(entry.Draft.Meter.Id) is [var finding, ..])
            throw new ReviewRefusedException($"Finding {finding.Id} blocks everything of meter {entry.Draft.Meter.Id}: settle that first.");
        return entry;
    }

    private void TakeOut(Entry entry, ReviewDecision decision, DraftBatch batch)
    {
        var draft = entry.Draft;
        var kept = draft.Verdict.Rules.Where(rule => !Refusals.Contains(rule)).ToArray();
        batch.Add(draft with
        {
            Verdict = draft.Verdict with { Judgement = Judgement.Reject, Held = false, Rules = kept, Why = Join(decision.Sentence, draft.Verdict.Why), Consumption = null, Adjustment = null, Quality = RejectedQuality, IsRepeat = false },
            Replaces = entry.Id,
            Evidence = DecisionRecord.Evidence(decision, entry, null),
        });
        if (draft.Verdict.Rules.Contains(RuleId.Conflict)) return; // it never stood
        histories.Of(draft.Meter.Id, draft.Item).Remove(draft.Instant, draft.Source);
        Put(draft.Meter.Id, draft.Item, draft.Instant, draft.Source, draft.Value, batch.Drafts[^1].Verdict);
    }

    private void PutIn(Entry entry, Meter meter, ReviewDecision decision, DraftBatch batch)
    {
        var old = entry.Draft;
        var past = histories.Of(old.Meter.Id, old.Item);
        var value = decision.Decision == Decision.Edit ? decision.Value : old.Value;
        past.Remove(old.Instant, old.Source);
        if (old.Kind == ItemKind.Cumulative) MakeRoom(entry, past, decision, batch);
        var stood = around.MeterAt(meter, old.Instant);
        var set = SetOf(old with { Value = value }, stood);
        var verdict = Validation.Judge.Decided(set, past, parameters, Around(set));
        if (verdict is { Judgement: Judgement.Suspect } && verdict.Rules.Contains(RuleId.Decrease) && WithdrawEstimates(old, past, decision, batch))
            verdict = Validation.Judge.Decided(set, past, parameters, Around(set)); // the estimate was too high: what the meter said goes on from what it said before
        if (verdict.Judgement is Judgement.Reject or Judgement.Suspect) throw new ReviewRefusedException(verdict.Why);
        if (verdict.IsRepeat) throw new ReviewRefusedException("Another entry of the same instant says the same.");
        string[] rules = [.. old.Verdict.Rules.Where(rule => !Outlived.Contains(rule)), .. verdict.Rules.Where(rule => rule != RuleId.Late && !(old.Verdict.Rules.Contains(rule) && !Outlived.Contains(rule)))];
        var isEdit = decision.Decision == Decision.Edit;
        batch.Add(old with
        {
            Meter = stood,
            Value = value,
            Origin = isEdit ? Origin.Edited : old.Origin,
            Verdict = verdict with
            {
                Judgement = verdict.Judgement == Judgement.Estimate || (!isEdit && old.Source == Source.Estimate) ? Judgement.Estimate : Judgement.Accept,
                Held = false,
                Rules = rules,
                Why = Join(decision.Sentence, isEdit ? verdict.Why : Join(verdict.Why, old.Verdict.Why)),
                Quality = isEdit ? EditedQuality : AcceptedQuality,
                Adjustment = old.Verdict is { Held: false, Consumption: not null } && isEdit ? (value - old.Value) * stood.Multiplier : null,
            },
            Replaces = entry.Id,
            Evidence = DecisionRecord.Evidence(decision, entry, value),
        });
        Put(old.Meter.Id, old.Item, old.Instant, old.Source, value, batch.Drafts[^1].Verdict);
    }

    /// <summary>What else stands at the instant, an estimate or the reading it contradicts, gives way to what a person stands for.</summary>
    private void MakeRoom(Entry entry, RegisterTimeline past, ReviewDecision decision, DraftBatch batch)
    {
        var old = entry.Draft;
        var isConflict = old.Verdict.Rules.Contains(RuleId.Conflict);
        foreach (var other in ledger.OfInstant(old.Meter.Id, old.Item, old.Instant))
        {
            if (other.Sequence == entry.Sequence || other.Draft.Verdict is { Judgement: Judgement.Reject } or { Held: true } || ledger.ReplacedBy(other.Sequence) is not null) continue;
            if (!isConflict && other.Draft.Source != Source.Estimate) continue;
            Withdraw(other, past, $"Gives way to {entry.Id}. {decision.Sentence}", batch);
        }
    }

    /// <summary>Withdraws the estimates since the last number that a meter said; false when there are none. Their slots are estimated anew.</summary>
    private bool WithdrawEstimates(EntryDraft draft, RegisterTimeline past, ReviewDecision decision, DraftBatch batch)
    {
        var withdrawn = false;
        for (var i = 0; i < MostEstimates && past.LastReleasedBefore(draft.Instant) is { IsEstimate: true } row; i++)
        {
            if (ledger.InForce(draft.Meter.Id, draft.Item, row.Instant, Source.Estimate) is not { } estimate) return withdrawn;
            Withdraw(estimate, past, $"The estimate was too high for what the meter said next. {decision.Sentence}", batch);
            withdrawn = true;
        }

        return withdrawn;
    }

    private static void Withdraw(Entry entry, RegisterTimeline past, string why, DraftBatch batch)
    {
        past.Remove(entry.Draft.Instant, entry.Draft.Source);
        batch.Add(Refuse(entry.Draft, why) with { Replaces = entry.Id });
    }

    private static EntryDraft Refuse(EntryDraft draft, string why) => draft with
    {
        Verdict = draft.Verdict with { Judgement = Judgement.Reject, Held = false, Why = why, Consumption = null, Adjustment = null, Quality = RejectedQuality, IsRepeat = false },
        Evidence = Evidence.None,
    };

    /// <summary>True when a person has refused this very number before, or put another in its place: reading it again does not bring it back.</summary>
    private bool IsRefusedByPerson(RegisterSet set, RegisterValue register, Verdict verdict)
    {
        var row = TimelineRow.Of(set.Instant, set.Source, register.Value, Refused);
        if (!verdict.Rules.Contains(RuleId.Conflict) && !histories.Of(set.Meter.Id, register.Item).Knows(row, register.Lsd)) return false;
        var entries = ledger.OfInstant(set.Meter.Id, register.Item, set.Instant);
        var edited = entries.Where(entry => entry.Draft.Origin == Origin.Edited).Select(entry => entry.Draft.Replaces).ToHashSet();
        return entries.Any(entry => entry.Draft.Source == set.Source && IsSame(entry.Draft.Value, register) && (edited.Contains(entry.Id) || IsWordOfPerson(entry)));
    }

    private bool IsWordOfPerson(Entry entry) => entry.Draft is { Replaces: not null, Verdict: { Judgement: Judgement.Reject } verdict }
        && !verdict.Rules.Any(Refusals.Contains) && DecisionRecord.Of(ledger.Evidence(entry.Sequence)) is not null && ledger.ReplacedBy(entry.Sequence) is null;

    private static bool IsSame(decimal? value, RegisterValue register) => value is { } known && register.Value is { } read && Math.Abs(known - read) <= register.Lsd;

    private static string Join(string first, string second) => second.Length == 0 ? first : first.Length == 0 ? second : $"{first} {second}";
}
