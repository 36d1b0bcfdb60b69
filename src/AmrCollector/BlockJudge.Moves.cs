using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Polling;
using AmrCollector.Validation;

namespace AmrCollector;

/// <content>
/// Changes of account: consumption is cut where the customer changes, so that nobody pays for another's hours. The register of that moment is
/// what was read then; else it lies between the registers around it, and an actual that comes later takes its place.
/// </content>
internal sealed partial class BlockJudge
{
    private readonly Dictionary<(MeterId Meter, ObisCode Item, DateTimeOffset At), TimelineRow> _lifted = [];

    /// <summary>What a register shows at a move that nobody read is no slot that stayed empty: it has the method alone.</summary>
    private static bool IsOfMove(EntryDraft draft) => draft is { Source: Source.Estimate, Verdict: var verdict } && verdict.Rules.Count > 0 && !verdict.Rules.Contains(RuleId.Missing);

    /// <summary>The registers that an order of a move names are readings of that moment; those of a withdrawn one go with it.</summary>
    private void FollowMove(Handover.Order handover, DraftBatch batch)
    {
        var (meter, order) = (handover.Meter, handover.Filed.Order);
        if (order.Account is null) return;
        if (!handover.Filed.IsInForce) Unmove(meter, order, batch);
        else if (order.Registers.Count > 0 && RegistersOf(meter, order) is { Count: > 0 } registers) JudgeBlock(new(meter, [Shown(meter, handover.Filed, registers)]), batch);
    }

    private List<RegisterValue> RegistersOf(Meter meter, Order order)
    {
        List<RegisterValue> registers = [];
        foreach (var shown in order.Registers)
        {
            if (ledger.HistoryBefore(meter.Id, shown.Item, DateTimeOffset.MaxValue, 1) is not [var newest] || ledger.Entry(newest.Sequence) is not { Draft: { Kind: ItemKind.Cumulative } known }) continue;
            registers.Add(new() { Item = shown.Item, Kind = known.Kind, Value = shown.Final, Unit = known.Unit, Lsd = known.Lsd, Wrap = wrapOf(meter, shown.Item) });
        }

        return registers;
    }

    private static RegisterSet Shown(Meter meter, FiledOrder filed, IReadOnlyList<RegisterValue> registers) => new()
    {
        Meter = meter,
        Source = Source.Manual,
        Instant = filed.Order.At,
        ReadAt = filed.EnteredAt > filed.Order.At ? filed.EnteredAt : filed.Order.At,
        RepliedFrom = meter.Address,
        Registers = registers,
        Evidence = Evidence.None,
    };

    private void Unmove(Meter meter, Order order, DraftBatch batch)
    {
        if (around.Moves(meter).Any(move => move.At == order.At)) return; // another order says that somebody moved then
        foreach (var entry in ledger.Items(meter.Id).SelectMany(item => ledger.StandingBetween(meter.Id, item, order.At, order.At)).Where(entry => IsOfMove(entry.Draft) || entry.Draft.Source == Source.Manual))
        {
            var pending = batch.IndexOf(meter.Id, entry.Draft.Item, order.At, entry.Draft.Source) is { } place ? batch.Drafts[place] : null;
            histories.Of(meter.Id, entry.Draft.Item).Remove(order.At, entry.Draft.Source);
            batch.Add(Refuse(pending ?? entry.Draft, "The change of account was withdrawn.") with { Replaces = pending is null ? entry.Id : null, ReplacesDraft = pending });
            DeriveSuccessors(meter, entry.Draft.Item, order.At, [(entry.Draft.Item, order.At)], batch);
        }
    }

    /// <summary>What lies between registers gives way to a register that comes: taken out of the history, it refuses none.</summary>
    private void LiftCuts(ReadingBlock block)
    {
        if (around.Moves(block.Meter) is not { Count: > 0 } moves) return;
        foreach (var item in block.Sets.SelectMany(set => set.Registers).Where(register => register.Kind == ItemKind.Cumulative).Select(register => register.Item).Distinct())
            Lift(block.Meter.Id, item, moves.Select(move => move.At).Where(at => block.Sets.All(set => set.Instant != at)));
    }

    private void Lift(MeterId meter, ObisCode item, IEnumerable<DateTimeOffset> instants)
    {
        var past = histories.Of(meter, item);
        foreach (var at in instants)
        {
            if (past.At(at, Source.Estimate) is not { } row) continue;
            past.Remove(at, Source.Estimate);
            _lifted[(meter, item, at)] = row;
        }
    }

    private void CutAtMoves(Handover handover, DraftBatch batch)
    {
        foreach (var (meter, known) in SubjectsOf(handover))
        {
            var touched = batch.Touched.Where(register => register.Item1 == meter.Id).Select(register => register.Item2).Where(item => item.D == 8);
            LayMoves(meter, touched.Concat(_lifted.Keys.Where(key => key.Meter == meter.Id).Select(key => key.Item)), known, batch);
        }

        _lifted.Clear();
    }

    /// <summary>The registers at all moves of a meter as they read now.</summary>
    private void LayMoves(Meter meter, IEnumerable<ObisCode> items, DateTimeOffset known, DraftBatch batch)
    {
        if (around.Moves(meter) is not { Count: > 0 } moves) return;
        foreach (var item in items.Distinct().ToList())
        {
            Lift(meter.Id, item, moves.Select(move => move.At));
            var stands = moves.Select(move => Stand(meter, item, move, known, batch)).ToList(); // each from what was read, none from another
            for (var i = 0; i < moves.Count; i++) Lay(meter, item, moves[i], stands[i], batch);
            foreach (var key in _lifted.Keys.Where(key => key.Meter == meter.Id && key.Item == item).ToList()) _lifted.Remove(key);
        }
    }

    private static IEnumerable<(Meter Meter, DateTimeOffset Known)> SubjectsOf(Handover handover) => handover switch
    {
        Handover.Readings readings => [Subject(readings.Block)],
        Handover.Reports reports => reports.Blocks.Select(Subject),
        Handover.Estimates estimates => [(estimates.Meter, estimates.At)],
        Handover.Order order => [(order.Meter, order.Filed.WithdrawnAt ?? order.Filed.EnteredAt)],
        Handover.Decided { Meter: { } meter } decided => [(meter, decided.Content.At)],
        Handover.Ruling { Meter: { } meter } ruling => [(meter, ruling.Finding.SeenAt)],
        _ => [],
    };

    private static (Meter, DateTimeOffset) Subject(ReadingBlock block) => (block.Meter, block.Sets.Max(set => set.ReadAt));

    /// <summary>The register at a move as it reads now; null when it was read, or is not bounded on both sides by registers.</summary>
    private EntryDraft? Stand(Meter listed, ObisCode item, AccountMove move, DateTimeOffset known, DraftBatch batch)
    {
        var past = histories.Of(listed.Id, item);
        if (past.BaselineAt(move.At) is not null || past.LastReleasedBefore(move.At) is not { } before || past.FirstActualAfter(move.At) is not { } after) return null;
        var next = batch.IndexOf(listed.Id, item, after.Instant, after.Source) is { } place ? batch.Drafts[place] : ledger.InForce(listed.Id, item, after.Instant, after.Source)?.Draft;
        if (next is not { Kind: ItemKind.Cumulative }) return null;
        var set = SetOf(next with { Source = Source.Estimate, Instant = move.At, ReadAt = known > move.At ? known : after.Instant, MeterTime = null, OccurredAt = null }, around.MeterAt(listed, move.At));
        if (At(listed, item, move.At, before, after, set, Around(set)) is not var (value, rule)) return null;
        return Draft(set, set.Registers[0] with { Value = value }, new()
        {
            Judgement = Judgement.Estimate,
            Rules = [rule],
            Why = $"Account {move.From} ends and {move.To} begins, and nobody read the register then: it lies between the registers around it.",
            Quality = $"2.8.10{rule.AsSpan(1, 2)}",
            ParametersVersion = parameters.Version,
        }) with
        { Origin = Origin.Substituted };
    }

    private void Lay(Meter listed, ObisCode item, AccountMove move, EntryDraft? stand, DraftBatch batch)
    {
        var (past, key) = (histories.Of(listed.Id, item), (listed.Id, item, move.At));
        var pending = batch.IndexOf(listed.Id, item, move.At, Source.Estimate) is { } place ? batch.Drafts[place] : null;
        var entry = pending is null ? ledger.InForce(listed.Id, item, move.At, Source.Estimate) : null;
        if ((stand is null ? null : Measured(stand, past)) is not { } draft || ((pending ?? entry?.Draft) is { Verdict.Judgement: Judgement.Estimate } known && SaysTheSame(known, draft)))
        {
            if (!_lifted.TryGetValue(key, out var row) || past.BaselineAt(move.At) is not null) return;
            past.Put(row);
        }
        else
        {
            if (pending is { Verdict.Judgement: Judgement.Estimate }) batch.Replace(batch.PlaceOf(pending), draft with { Replaces = pending.Replaces, ReplacesDraft = pending.ReplacesDraft });
            else batch.Add(draft with { Replaces = entry?.Id });
            Put(listed.Id, item, move.At, Source.Estimate, draft.Value, draft.Verdict);
        }

        DeriveSuccessors(listed, item, move.At, [(item, move.At)], batch);
    }

    /// <summary>The same with its way from what stands before it; null when it cannot stand there.</summary>
    private EntryDraft? Measured(EntryDraft stand, RegisterTimeline past)
    {
        var set = SetOf(stand, stand.Meter);
        var verdict = Validation.Judge.Decided(set, past, parameters, Around(set));
        if (verdict.Judgement is Judgement.Reject or Judgement.Suspect) return null;
        string[] rules = [.. verdict.Rules.Where(one => one is RuleId.Exchange or RuleId.RatioChange or RuleId.Rollover), .. stand.Verdict.Rules];
        return stand with { Verdict = stand.Verdict with { Rules = rules, Consumption = verdict.Consumption } };
    }

    /// <summary>What stands as a slot's own estimate stays.</summary>
    private static bool SaysTheSame(EntryDraft known, EntryDraft now) =>
        !IsOfMove(known) || (known.Value == now.Value && Equals(known.Verdict.Consumption, now.Verdict.Consumption) && known.Meter.Account == now.Meter.Account);

    /// <summary>The register at an instant between two that are known: by the meter's own records and by exchanges where there are any, else as like days had it.</summary>
    private (decimal Value, string Rule)? At(Meter listed, ObisCode item, DateTimeOffset at, TimelineRow before, TimelineRow after, RegisterSet set, Circumstances circumstances)
    {
        var (lower, upper) = (new RecordedRegister(before.Instant, before.Value), new RecordedRegister(after.Instant, after.Value));
        foreach (var order in circumstances.Orders.Where(order => order.At > before.Instant && order.At <= after.Instant))
        {
            if (order.CutOf(item) is not { } cut) return null;
            if (order.At <= at) lower = new(order.At, cut.After);
            else if (order.At < upper.At) upper = new(order.At, cut.Before);
        }

        var (first, last) = around.Records(listed.Id, item, lower.At, at, upper.At);
        if (first is not null && first.Value >= lower.Value && (first.Value <= upper.Value || upper.Value < lower.Value)) lower = first;
        if (last is not null && last.Value >= lower.Value && (last.Value <= upper.Value || upper.Value < lower.Value)) upper = last;
        if (lower.Value > upper.Value || (upper.At - lower.At > parameters.Of(listed.Class).LinearGap && (lower.At, upper.At) == (before.Instant, after.Instant)))
            return Estimation.Of(set.Meter, set.Registers[0], at, histories.Of(listed.Id, item), parameters, circumstances) is { Value: { } estimate } made ? (estimate, made.Verdict.Rules[^1]) : null;
        var share = upper.At == lower.At ? 0 : (decimal)(at - lower.At).Ticks / (upper.At - lower.At).Ticks;
        var steps = decimal.Round((upper.Value - lower.Value) * share / set.Registers[0].Lsd, 0, MidpointRounding.AwayFromZero);
        return (lower.Value + (steps * set.Registers[0].Lsd), RuleId.Linear);
    }
}
