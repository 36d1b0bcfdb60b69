using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector;

/// <content>Estimates for slots that stayed empty, and the actuals that take their place.</content>
internal sealed partial class BlockJudge
{
    private static readonly string[] Bounded = [RuleId.Check, RuleId.Linear, RuleId.LikeDayScaled];
    private static readonly TimeSpan EarliestEstimate = TimeSpan.FromHours(1);

    /// <summary>
    /// May be repeated: what has a value by now is left alone. For what cannot be estimated a record without a number says so (V59). At most three
    /// billing reads in a row are estimated; then the meter has to be inspected.
    /// </summary>
    private void Estimate(Handover.Estimates wanted, DraftBatch batch)
    {
        var meter = wanted.Meter;
        if (blocking(meter.Id).Count > 0) return;
        HashSet<(ObisCode Item, DateTimeOffset Instant)> added = [];
        foreach (var instant in wanted.Instants.Order())
        {
            var then = around.MeterAt(meter, instant);
            foreach (var register in wanted.Registers)
            {
                if (register.Kind != ItemKind.Cumulative) continue; // a demand is never estimated from energy
                var past = histories.Of(meter.Id, register.Item);
                if (past.BaselineAt(instant) is not null || past.At(instant, Source.DailyFreeze) is not null) continue;
                var circumstances = around.ForEstimate(Around(Slot(wanted, then, register, instant)), then, register.Item, instant, wanted.At);
                var estimate = _series.IsFull(then, register.Item, instant, batch)
                    ? Estimation.Unwanted(parameters, $"{parameters.EstimatesInARow} billing reads in a row are estimated already: the meter has to be inspected.")
                    : Estimation.Of(then, register, instant, past, parameters, circumstances);
                if (Empty(then, register.Item, instant, estimate, batch, out var empty)) continue;
                batch.Add(Draft(wanted, then, register, instant, estimate) with { Replaces = empty });
                if (estimate.Value is not { } value) continue;
                Put(meter.Id, register.Item, instant, Source.Estimate, value, estimate.Verdict);
                added.Add((register.Item, instant));
                if (_series.Completes(then, register.Item, instant, batch)) _inspect(then, instant);
            }
        }

        foreach (var (item, instant) in added) DeriveSuccessors(meter, item, instant, added, batch);
    }

    /// <summary>
    /// The null record (V59) that may stand for the slot already: true when it says what the new one would; else it is what an estimate that can
    /// be made by now replaces.
    /// </summary>
    private bool Empty(Meter meter, ObisCode item, DateTimeOffset instant, SlotEstimate estimate, DraftBatch batch, out string? empty)
    {
        empty = null;
        if (batch.IndexOf(meter.Id, item, instant, Source.Estimate) is not null) return true;
        if (ledger.InForce(meter.Id, item, instant, Source.Estimate) is not { } known) return false;
        empty = known.Id;
        return known.Draft.Value is not null || estimate.Value is null;
    }

    /// <summary>An actual that is released names the estimate it replaces (V08), or the null record.</summary>
    private EntryDraft InPlaceOfEstimate(EntryDraft draft)
    {
        if (draft.Verdict.Held || draft.Verdict.Judgement == Judgement.Reject) return draft;
        var isLate = draft.Kind == ItemKind.Cumulative && draft.Source != Source.Current && draft.ReadAt - draft.Instant > EarliestEstimate;
        if (!draft.Verdict.Rules.Contains(RuleId.ReplacesEstimate) && !isLate) return draft;
        return ledger.InForce(draft.Meter.Id, draft.Item, draft.Instant, Source.Estimate) is { } estimate ? draft with { Replaces = estimate.Id } : draft;
    }

    // The slot as a set, so that orders, vacancies and outages around it are known: an estimate must not run across an exchange.
    private static RegisterSet Slot(Handover.Estimates wanted, Meter then, RegisterValue register, DateTimeOffset instant) => new()
    {
        Meter = then,
        Source = Source.Estimate,
        Instant = instant,
        ReadAt = wanted.At,
        RepliedFrom = then.Address,
        Registers = [register],
        Evidence = Evidence.None,
    };

    private static EntryDraft Draft(Handover.Estimates wanted, Meter then, RegisterValue register, DateTimeOffset instant, SlotEstimate estimate) => new()
    {
        Meter = then,
        Item = register.Item,
        Kind = register.Kind,
        Source = Source.Estimate,
        Instant = instant,
        Value = estimate.Value,
        Unit = register.Unit,
        Lsd = register.Lsd,
        Origin = estimate.Value is null ? Origin.Missing : estimate.Verdict.Rules.Any(Bounded.Contains) ? Origin.Substituted : Origin.Estimated,
        ReadAt = wanted.At,
        Verdict = estimate.Verdict,
    };
}
