using AmrCollector.Findings;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Validation;
using NodaTime;

namespace AmrCollector;

/// <content>Days of load profiles: their blocks, and what came later as revisions of them.</content>
internal sealed partial class BlockJudge
{
    /// <summary>May be repeated: what says no more than the ledger has is left alone, and what a person edited stays. Cut where the customer changed.</summary>
    private void Take(Handover.Intervals closed, DraftBatch batch)
    {
        if (closed.Orders is { } seen && !ReferenceEquals(seen, around.Orders)) return; // an order came or went meanwhile: the day is looked at again
        var draft = closed.Draft;
        if (TryRead(draft.Evidence, out var day) && PiecesOf(draft, day) is { Count: > 0 } pieces) TakeDay(draft, day, pieces, false, batch);
        else TakePiece(draft, false, batch);
    }

    /// <summary>Nothing where nothing changed within the day.</summary>
    private IReadOnlyList<EntryDraft> PiecesOf(EntryDraft draft, IntervalBlock day)
    {
        var end = draft.Instant + (day.Values.Count * day.Step);
        var cuts = around.DayCuts(draft.Meter, draft.Item with { D = 8 }, draft.Instant, end, day.Step);
        return cuts.Count == 0 ? [] : [.. IntervalPieces.Of(draft.Instant, day, cuts).Where(piece => !piece.Block.Qualities.All(quality => quality == IntervalQuality.Missing)).Select(piece => Piece(draft, piece))];
    }

    private EntryDraft Piece(EntryDraft day, IntervalPiece piece)
    {
        var meter = around.MeterAt(day.Meter, piece.Instant.AddSeconds(1));
        var fresh = day.Verdict.Held ? day.Verdict : IntervalVerdict.Of(piece.Block, IntervalVerdict.MethodsOf(day.Verdict), meter, null, day.Verdict.Rules.Contains(RuleId.RatioChange), parameters);
        var why = $"Of account {(meter.Account.Length > 0 ? meter.Account : "none")}, x {meter.Multiplier:0.####}: {piece.Block.Values.Count} intervals of a day that was cut.";
        var verdict = fresh with { Why = Join(why, fresh.Why), Consumption = null, Adjustment = null };
        if (piece.IsDoubtful && !verdict.Held)
            verdict = verdict with { Judgement = Judgement.Suspect, Held = true, Quality = "2.5.258", Rules = [.. verdict.Rules.Append(RuleId.RatioChange).Distinct()], Why = Join("The ratio changed while nothing was recorded: nobody knows what of it counts how.", verdict.Why) };
        return day with
        {
            Meter = meter,
            Instant = piece.Instant,
            Value = piece.Block.Sum,
            Origin = day.Origin == Origin.Edited ? Origin.Edited : piece.Block.Qualities.Contains(IntervalQuality.Substituted) ? Origin.Substituted : Origin.Actual,
            Verdict = verdict,
            Evidence = new(default, piece.Block.Pack()),
        };
    }

    private void TakeDay(EntryDraft day, IntervalBlock block, IReadOnlyList<EntryDraft> pieces, bool isCutAnew, DraftBatch batch)
    {
        var last = day.Instant + (block.Values.Count * block.Step) - TimeSpan.FromMilliseconds(1);
        foreach (var stale in ledger.StandingBetween(day.Meter.Id, day.Item, day.Instant, last).Where(one => one.Draft.Source == Source.Profile && pieces.All(piece => piece.Instant != one.Draft.Instant)))
        {
            if (batch.IndexOf(stale.Draft.Meter.Id, stale.Draft.Item, stale.Draft.Instant, stale.Draft.Source) is not null) continue;
            batch.Add(Refuse(stale.Draft, "The day is cut otherwise now: other entries have these intervals.") with { Replaces = stale.Id });
        }

        foreach (var piece in pieces) TakePiece(piece, isCutAnew, batch);
    }

    private void TakePiece(EntryDraft draft, bool isCutAnew, DraftBatch batch)
    {
        var judged = draft with { Verdict = FindingHold.On(draft.Verdict, blocking(draft.Meter.Id)) };
        if (batch.IndexOf(draft.Meter.Id, draft.Item, draft.Instant, draft.Source) is not null) return;
        if (ledger.InForce(draft.Meter.Id, draft.Item, draft.Instant, draft.Source) is not { } stored)
        {
            if (!IsBlockRefusedByPerson(draft)) batch.Add(judged);
            return;
        }

        if (!TryRead(draft.Evidence, out var now) || !TryRead(ledger.Evidence(stored.Sequence), out var before)) return;
        var isLess = isCutAnew && now.Count(IntervalQuality.Missing) > before.Count(IntervalQuality.Missing); // taken back with the order that gave it
        if ((isLess || IsCutOtherwise(draft, stored.Draft, now, before)) && (isCutAnew || stored.Draft.Origin != Origin.Edited))
        {
            batch.Add(judged with { Replaces = stored.Id, Verdict = judged.Verdict with { Adjustment = Primary(draft) - Primary(stored.Draft) } });
            return;
        }

        if (isCutAnew || stored.Draft.Origin == Origin.Edited || !SaysMore(now, before)) return;
        batch.Add(judged with { Replaces = stored.Id, Verdict = Completed(judged.Verdict, stored.Draft, now, before, draft) });
    }

    /// <summary>
    /// An order says that something changed within a day that is stored, or that it did not after all: the same intervals are cut anew. What was
    /// shared out within one interval comes together again.
    /// </summary>
    private void CutAnew(Meter listed, FiledOrder filed, DraftBatch batch)
    {
        var (order, isVoid) = (filed.Order, !filed.IsInForce && filed.Order.Cuts);
        if (isVoid) CutAnew(listed, order.At.AddSeconds(-1), order, batch); // the interval that ends with it
        if (order.ChangesMaster && (!isVoid || DateOf(order.At) != DateOf(order.At.AddSeconds(-1)))) CutAnew(listed, order.At, null, batch);
    }

    private LocalDate DateOf(DateTimeOffset at) => Instant.FromDateTimeOffset(at).InZone(parameters.Calendar.Zone).Date;

    private void CutAnew(Meter listed, DateTimeOffset at, Order? withdrawn, DraftBatch batch)
    {
        var (zone, date) = (parameters.Calendar.Zone, DateOf(at));
        var (start, end) = (zone.AtStartOfDay(date).ToDateTimeOffset().ToUniversalTime(), zone.AtStartOfDay(date.PlusDays(1)).ToDateTimeOffset().ToUniversalTime());
        foreach (var item in ledger.Items(listed.Id).Where(item => item.D == 29))
        {
            List<(Entry Entry, IntervalBlock Block)> stored = [];
            foreach (var entry in ledger.StandingBetween(listed.Id, item, start, end.AddMilliseconds(-1)).Where(entry => entry.Draft.Source == Source.Profile))
                if (TryRead(ledger.Evidence(entry.Sequence), out var block)) stored.Add((entry, block));
            if (stored.Count == 0) continue;
            var merged = IntervalPieces.Merged(start, (int)((end - start) / stored[0].Block.Step), [.. stored.Select(one => (one.Entry.Draft.Instant, one.Block))]);
            var day = withdrawn is null ? merged : IntervalPieces.Without(start, merged, withdrawn.At);
            var whole = Whole(listed, start, day, [.. stored.Select(one => one.Entry)], withdrawn is not null);
            var pieces = PiecesOf(whole, day);
            if (pieces.Count > 0 || stored.Count > 1 || !ReferenceEquals(day, merged)) TakeDay(whole, day, pieces.Count > 0 ? pieces : [whole], true, batch);
        }
    }

    private EntryDraft Whole(Meter listed, DateTimeOffset start, IntervalBlock day, IReadOnlyList<Entry> stored, bool isTakenBack)
    {
        var meter = around.MeterAt(listed, start.AddSeconds(1));
        var isRatioChanged = isTakenBack
            ? around.DayCuts(listed, stored[0].Draft.Item with { D = 8 }, start, start + (day.Values.Count * day.Step), day.Step).Any(cut => cut.ChangesRatio)
            : stored.Any(entry => entry.Draft.Verdict.Rules.Contains(RuleId.RatioChange));
        var methods = stored.SelectMany(entry => IntervalVerdict.MethodsOf(entry.Draft.Verdict)).Distinct().Order(StringComparer.Ordinal).ToList();
        return stored[0].Draft with
        {
            Meter = meter,
            Instant = start,
            Value = day.Sum,
            Origin = stored.Any(entry => entry.Draft.Origin == Origin.Edited) ? Origin.Edited : day.Qualities.Contains(IntervalQuality.Substituted) ? Origin.Substituted : Origin.Actual,
            Verdict = (isTakenBack ? null : stored.FirstOrDefault(entry => entry.Draft.Verdict.Held)?.Draft.Verdict) ?? IntervalVerdict.Of(day, methods, meter, null, isRatioChanged, parameters),
            Evidence = new(default, day.Pack()),
            Replaces = null,
        };
    }

    private static bool IsCutOtherwise(EntryDraft draft, EntryDraft stored, IntervalBlock now, IntervalBlock before) => now.Values.Count != before.Values.Count
        || (draft.Meter.Account, draft.Meter.Point, draft.Meter.Multiplier) != (stored.Meter.Account, stored.Meter.Point, stored.Meter.Multiplier);

    private static decimal Primary(EntryDraft draft) => (draft.Value ?? 0) * draft.Meter.Multiplier;

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
