using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector;

/// <content>Estimates for slots that stayed empty, and the actuals that take their place.</content>
internal sealed partial class BlockJudge
{
    /// <summary>May be repeated: what has a value by now is left alone. What cannot be estimated stays empty, no number is invented.</summary>
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
                var past = histories.Of(meter.Id, register.Item);
                if (past.BaselineAt(instant) is not null || past.At(instant, Source.DailyFreeze) is not null) continue;
                var estimate = Estimation.Of(then, register, instant, past, parameters, Around(Slot(wanted, then, register, instant)));
                if (estimate.Value is not { } value) continue;
                batch.Add(Draft(wanted, then, register, instant, value, estimate.Verdict));
                Put(meter.Id, register.Item, instant, Source.Estimate, value, estimate.Verdict);
                added.Add((register.Item, instant));
            }
        }

        foreach (var (item, instant) in added) DeriveSuccessors(meter, item, instant, added, batch);
    }

    /// <summary>An actual that is released names the estimate it replaces (V08).</summary>
    private EntryDraft InPlaceOfEstimate(EntryDraft draft)
    {
        if (draft.Verdict.Held || !draft.Verdict.Rules.Contains(RuleId.ReplacesEstimate)) return draft;
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

    private static EntryDraft Draft(Handover.Estimates wanted, Meter then, RegisterValue register, DateTimeOffset instant, decimal value, Verdict verdict) => new()
    {
        Meter = then,
        Item = register.Item,
        Kind = register.Kind,
        Source = Source.Estimate,
        Instant = instant,
        Value = value,
        Unit = register.Unit,
        Lsd = register.Lsd,
        Origin = verdict.Rules.Contains(RuleId.Linear) || verdict.Rules.Contains(RuleId.LikeDayScaled) ? Origin.Substituted : Origin.Estimated,
        ReadAt = wanted.At,
        Verdict = verdict,
    };
}
