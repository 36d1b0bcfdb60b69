using AmrCollector.Findings;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Polling;
using AmrCollector.Validation;

namespace AmrCollector;

/// <summary>
/// Turns blocks of register sets into drafts: judges them oldest first against all that is committed and all that stands before
/// them in the batch, then derives anew what follows a late entry, once (design.md §3, Backfill). Runs on the ledger writer's thread.
/// </summary>
/// <param name="ledger">What is committed.</param>
/// <param name="histories">What is remembered of each register.</param>
/// <param name="parameters">Thresholds.</param>
/// <param name="wrapOf">Where a meter's register starts again, null where its digits say so.</param>
/// <param name="blocking">What blocks the billing of a meter.</param>
/// <param name="around">What is known around a reading.</param>
/// <param name="judged">Told of every verdict on what was read, repeats included; may be told twice.</param>
/// <param name="inspection">Told of a meter of which as many billing reads in a row are estimated as may be, with the last one's instant; may be told twice.</param>
internal sealed partial class BlockJudge(
    LedgerReader ledger, RegisterHistories histories, RuleParameters parameters, Func<Meter, ObisCode, decimal?> wrapOf,
    Func<MeterId, IReadOnlyList<Finding>> blocking, Surroundings around, Action<RegisterSet, RegisterValue, Verdict> judged, Action<Meter, DateTimeOffset>? inspection = null)
{
    private readonly EstimateSeries _series = new(ledger, parameters);
    private readonly Action<Meter, DateTimeOffset> _inspect = inspection ?? ((_, _) => { });
    private long _repeats;

    /// <summary>Registers since the start that the ledger had already.</summary>
    internal long Repeats => Interlocked.Read(ref _repeats);

    /// <summary>The drafts of a batch. Repeatable: when it throws, every history it touched is forgotten.</summary>
    internal IReadOnlyList<EntryDraft> Judge(IReadOnlyList<Handover> handovers)
    {
        var batch = new DraftBatch();
        try
        {
            foreach (var handover in handovers) Follow(handover, batch);

            return batch.Drafts;
        }
        catch
        {
            foreach (var register in batch.Touched) histories.Forget(register);
            foreach (var (lifted, item, _) in _lifted.Keys) histories.Forget((lifted, item));
            _lifted.Clear();
            throw;
        }
    }

    private void Follow(Handover handover, DraftBatch batch)
    {
        if (handover is Handover.Readings readings) JudgeBlock(readings.Block, batch);
        else if (handover is Handover.Reports reports) JudgeBlocks(reports.Blocks, batch);
        else if (handover is Handover.Estimates estimates) Estimate(estimates, batch);
        else if (handover is Handover.Intervals intervals) Take(intervals, batch);
        else if (handover is Handover.Happening happening) FollowHappening(happening, batch);
        else if (handover is Handover.Order order) FollowOrder(order, batch);
        else if (handover is Handover.Audit audit) batch.Add(audit.Draft);
        else if (handover is Handover.Decided decided) FollowDecision(decided, batch);
        else FollowRuling((Handover.Ruling)handover, batch);
        CutAtMoves(handover, batch);
    }

    private void JudgeBlocks(IReadOnlyList<ReadingBlock> blocks, DraftBatch batch)
    {
        foreach (var block in blocks) JudgeBlock(block, batch);
    }

    private void JudgeBlock(ReadingBlock block, DraftBatch batch)
    {
        var meter = block.Meter.Id;
        var findings = blocking(meter);
        HashSet<(ObisCode Item, DateTimeOffset Instant)> added = [];
        LiftCuts(block);
        foreach (var read in block.Sets)
        {
            var set = AsItStood(read);
            var verdicts = Validation.Judge.Of(set, item => histories.Of(meter, item), parameters, Around(set));
            for (var i = 0; i < verdicts.Count; i++)
            {
                var register = set.Registers[i];
                var verdict = FindingHold.On(verdicts[i], findings);
                if (verdict.Rules.Count > 0) judged(set, register, verdict);
                if (verdict.IsRepeat || IsKnownReject(meter, set, register, verdict) || IsRefusedByPerson(set, register, verdict))
                {
                    Interlocked.Increment(ref _repeats);
                    continue;
                }

                batch.Add(InPlaceOfEstimate(Draft(set, register, verdict)));
                Put(meter, register.Item, set.Instant, set.Source, register.Value, verdict);
                if (register.Kind == ItemKind.Cumulative) added.Add((register.Item, set.Instant));
            }
        }

        foreach (var (item, instant) in added) DeriveSuccessors(block.Meter, item, instant, added, batch);
        if (findings.Count == 0) ReleaseConfirmed(block.Meter, added, batch);
    }

    private RegisterSet AsItStood(RegisterSet set) =>
        around.MeterAt(set.Meter, set.Instant) is var meter && ReferenceEquals(meter, set.Meter) ? set : set with { Meter = meter };

    private Circumstances Around(RegisterSet set) => around.Of(set, item => histories.Of(set.Meter.Id, item));

    // A finding made it a reject after the judge had looked: the same one again is not news.
    private bool IsKnownReject(MeterId meter, RegisterSet set, RegisterValue register, Verdict verdict) => verdict.Judgement == Judgement.Reject
        && histories.Of(meter, register.Item).Knows(TimelineRow.Of(set.Instant, set.Source, register.Value, verdict), register.Lsd);

    private void DeriveSuccessors(
        Meter meter, ObisCode item, DateTimeOffset instant, HashSet<(ObisCode, DateTimeOffset)> added, DraftBatch batch)
    {
        var past = histories.Of(meter.Id, item);
        foreach (var row in past.SuccessorsOf(instant))
        {
            if (added.Contains((item, row.Instant))) continue;
            if (batch.IndexOf(meter.Id, item, row.Instant, row.Source) is { } index) DeriveDraft(batch, index, past);
            else if (ledger.InForce(meter.Id, item, row.Instant, row.Source) is { } entry) DeriveEntry(batch, meter, entry, past);
        }
    }

    /// <summary>Not committed yet, so nobody has seen it: it is changed in place.</summary>
    private void DeriveDraft(DraftBatch batch, int index, RegisterTimeline past)
    {
        var draft = batch.Drafts[index];
        var set = SetOf(draft, draft.Meter);
        if (Validation.Judge.Rederived(set, draft.Verdict, past, parameters, Around(set)) is not { } verdict) return;
        batch.Replace(index, draft with { Verdict = verdict });
        Put(draft.Meter.Id, draft.Item, draft.Instant, draft.Source, draft.Value, verdict);
    }

    private void DeriveEntry(DraftBatch batch, Meter meter, Entry entry, RegisterTimeline past)
    {
        var set = SetOf(entry.Draft, around.MeterAt(meter, entry.Draft.Instant));
        if (Validation.Judge.Rederived(set, entry.Draft.Verdict, past, parameters, Around(set)) is not { } verdict) return;
        batch.Add(entry.Draft with { Verdict = verdict, Replaces = entry.Id, Evidence = Evidence.None });
        Put(meter.Id, entry.Draft.Item, entry.Draft.Instant, entry.Draft.Source, entry.Draft.Value, verdict);
    }

    private void Put(MeterId meter, ObisCode item, DateTimeOffset instant, Source source, decimal? value, Verdict verdict) =>
        histories.Of(meter, item).Put(TimelineRow.Of(instant, source, value, verdict));

    private static EntryDraft Draft(RegisterSet set, RegisterValue register, Verdict verdict) => new()
    {
        Meter = set.Meter,
        Item = register.Item,
        Kind = register.Kind,
        Source = set.Source,
        Instant = set.Instant,
        Value = register.Value,
        Unit = register.Unit,
        Lsd = register.Lsd,
        OccurredAt = register.OccurredAt,
        MeterTime = set.MeterTime,
        ReadAt = set.ReadAt,
        Verdict = verdict,
        Evidence = set.Evidence,
    };

    private RegisterSet SetOf(EntryDraft draft, Meter meter) => new()
    {
        Meter = meter,
        Source = draft.Source,
        Instant = draft.Instant,
        ReadAt = draft.ReadAt,
        MeterTime = draft.MeterTime,
        RepliedFrom = meter.Address,
        Registers = [new()
        {
            Item = draft.Item,
            Kind = draft.Kind,
            Value = draft.Value,
            Unit = draft.Unit,
            Lsd = draft.Lsd,
            Wrap = wrapOf(meter, draft.Item),
            OccurredAt = draft.OccurredAt,
        }],
        Evidence = Evidence.None,
    };
}
