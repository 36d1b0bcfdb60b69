using AmrCollector.Gaps;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Observations;
using AmrCollector.Orders;
using AmrCollector.Polling;
using AmrCollector.Polling.Profile;
using AmrCollector.Validation;
using NodaTime;

namespace AmrCollector;

/// <summary>
/// Closes the days of load profiles: from the registers of a day's records, kept as observations, one block for each item; and again, as a
/// revision, when intervals come later. A day is closed when the account of slots waits for none of it, or nobody waits any more.
/// </summary>
/// <param name="setup">Who has a profile.</param>
/// <param name="gaps">What is still open.</param>
/// <param name="observations">The registers.</param>
/// <param name="ledger">What is known already, and the registers at midnight.</param>
/// <param name="book">The orders.</param>
/// <param name="clockChanges">How a meter's clock was changed from here.</param>
/// <param name="parameters">Thresholds.</param>
/// <param name="time">The clock.</param>
internal sealed class ProfileDays(
    Func<CollectionSetup> setup, GapBook gaps, ObservationStore observations, LedgerReader ledger, Func<OrderBook> book,
    Func<Meter, IReadOnlyList<ClockChange>> clockChanges, Func<RuleParameters> parameters, TimeProvider time)
{
    private const int ShapeDays = 35;
    private const int MostPoints = 16;

    private readonly Lock _turn = new();
    private readonly Dictionary<(MeterId Meter, ObisCode Register), ProfileLog> _logs = [];

    /// <summary>OBIS D = 29: the energy of an interval of load profile 1; D = 8 is the register it comes from.</summary>
    internal static ObisCode IntervalItem(ObisCode register) => register with { D = 29 };

    /// <summary>Values were stored: a day that waits for some of them is looked at again. Any thread.</summary>
    internal void Note(IReadOnlyList<Observation> kept)
    {
        lock (_turn)
        {
            foreach (var observation in kept)
                if (_logs.TryGetValue((observation.Meter, observation.Item), out var log)) log.Note(observation.At);
        }
    }

    /// <summary>An order that cuts registers became known, or was withdrawn: an interval it falls into was perhaps missing for want of it, or is now. Any thread.</summary>
    internal void Note(Order order)
    {
        if (!order.Cuts) return;
        lock (_turn)
        {
            foreach (var (key, log) in _logs)
                if (key.Meter == order.Meter) log.Reopen(LocalDay.At(order.At.AddSeconds(-1), setup().Zone));
        }
    }

    /// <summary>The days of <paramref name="stream"/> that are to be stored now, oldest first. A day counts as stored when the next is asked for.</summary>
    internal IEnumerable<Handover.Intervals> Closed(ExpectedStream stream)
    {
        var newest = LocalDate.FromDateOnly(gaps.ClosedDay);
        HashSet<DateTimeOffset>? open = null;
        if (!setup().Models.TryGetValue(stream.Meter.Model, out var model)) yield break; // gone with a reload
        foreach (var item in ProfileItems.Of(model))
        {
            var (log, seen) = (LogOf(stream, item.Obis, newest), book());
            for (var age = ProfileLog.MostDays - 1; age >= 0; age--)
            {
                var day = newest.PlusDays(-age);
                if (IsSettled(log, LocalDay.Number(day)) || stream.Schedule.InstantOf(day.PlusDays(1), 0, setup().Zone) <= log.First) continue;
                open ??= [.. gaps.OpenOf(stream.Meter.Id, stream.Read, int.MaxValue)];
                var span = new ProfileSpan(stream.Schedule, day, setup().Zone);
                if (Block(stream.Meter, item, span, open) is not { } draft) continue;
                if (draft.Value is not null) yield return new(draft, seen);
                if (!ReferenceEquals(seen, book())) continue; // it may have been refused for that: it comes again
                lock (_turn) log.Settle(LocalDay.Number(day), draft.Origin != Origin.Actual || !IsWhole(draft));
            }

            lock (_turn) log.HasNews = !ReferenceEquals(seen, book());
        }
    }

    private static bool IsWhole(EntryDraft draft) => !draft.Verdict.Rules.Contains(RuleId.Missing);

    private bool IsSettled(ProfileLog log, int day)
    {
        lock (_turn) return log.IsSettled(day);
    }

    private ProfileLog LogOf(ExpectedStream stream, ObisCode register, LocalDate newest)
    {
        var key = (stream.Meter.Id, register);
        lock (_turn)
        {
            if (_logs.TryGetValue(key, out var known))
            {
                known.Advance(LocalDay.Number(newest));
                return known;
            }
        }

        ProfileLog log = new(LocalDay.Number(newest)) { HasNews = true };
        var from = stream.Schedule.InstantOf(newest.PlusDays(1 - ProfileLog.MostDays), 0, setup().Zone);
        foreach (var slot in ledger.Slots(stream.Meter.Id, IntervalItem(register), Source.Profile, from)) log.Settle(LocalDay.At(slot.Instant, setup().Zone), false);
        foreach (var point in ledger.History(stream.Meter.Id, IntervalItem(register), from, ProfileLog.MostDays))
            if (point.Rules.Contains(RuleId.Missing) || point.Origin == Origin.Substituted) log.Settle(LocalDay.At(point.Instant, setup().Zone), true);
        if (observations.Nearest(stream.Meter.Id, register, from, DateTimeOffset.MaxValue, isLast: false) is { } first) log.Note(first.At);
        lock (_turn) return _logs[key] = log;
    }

    /// <summary>Null while the day is waited for, or nothing is known of it that may still come. Without a value: nothing to store.</summary>
    private EntryDraft? Block(Meter listed, Item item, ProfileSpan span, HashSet<DateTimeOffset> open)
    {
        var known = Known(listed.Id, item.Obis, span);
        var isAwaited = span.Boundaries.Any(at => open.Contains(at) && !known.ContainsKey(at));
        var now = time.GetUtcNow();
        if (isAwaited && now < span.End + setup().EstimateAfter) return null;
        if (known.Count == 0 && now < span.End + setup().EstimateAfter) return null;
        var around = Bounded(listed.Id, item.Obis, span, known);
        if (around.Count < 2) return isAwaited ? null : Draft(listed, item, span, around, now);
        return Draft(listed, item, span, around, now);
    }

    private EntryDraft Draft(Meter listed, Item item, ProfileSpan span, List<KnownRegister> known, DateTimeOffset now)
    {
        var meter = book().MeterAt(listed, span.Start.AddSeconds(1));
        var orders = book().Cuts(listed).Where(order => order.At > span.InstantOf(known.Count > 0 ? known[0].Boundary : 0) && order.At <= span.InstantOf(known.Count > 0 ? known[^1].Boundary : 0)).ToList();
        IntervalShape? shape = null;
        var (told, methods) = IntervalDay.Of(known, span.Count, new()
        {
            Step = span.Step,
            Decimals = item.Decimals,
            Modulus = item.Wrap ?? meter.Modulus,
            LinearGap = parameters().Of(meter.Class).LinearGap,
            Ceiling = intervals => Physics.Ceiling(meter, (long)(intervals * span.Step).TotalSeconds, parameters().Of(meter.Class).Margin),
            Weight = interval => (shape ??= ShapeBefore(listed.Id, item.Obis, span)).Weight(LocalDay.At(span.InstantOf(interval), setup().Zone), span.IndexOfDay(interval)),
            Cuts = [.. orders.Select(order => new IntervalCut(span.PositionOf(order.At), order.CutOf(item.Obis)))],
        });
        var changes = clockChanges(listed);
        var block = told.MarkedWhere(interval => changes.Any(change => span.IsTouched(interval, change.At)));
        var isNothing = block.Qualities.All(quality => quality == IntervalQuality.Missing);
        var isRatioChanged = orders.Any(order => order.OldMultiplier is not null && order.At > span.Start && order.At < span.End);
        return new()
        {
            Meter = meter,
            Item = IntervalItem(item.Obis),
            Kind = ItemKind.Interval,
            Source = Source.Profile,
            Instant = span.Start,
            Value = isNothing ? null : block.Sum,
            Unit = item.Unit,
            Lsd = Quantity.Scaled(1, item.Decimals),
            Origin = block.Qualities.Contains(IntervalQuality.Substituted) ? Origin.Substituted : Origin.Actual,
            ReadAt = now,
            Verdict = IntervalVerdict.Of(block, methods, meter, Consumed(listed.Id, item.Obis, span), isRatioChanged, parameters()),
            Evidence = new(default, block.Pack()),
        };
    }

    /// <summary>Registers at boundaries of the day: from load records, and at midnight from the meter's freezes.</summary>
    private Dictionary<DateTimeOffset, decimal> Known(MeterId meter, ObisCode register, ProfileSpan span)
    {
        var boundaries = span.Boundaries.ToHashSet();
        var known = observations.Series(meter, register, span.Start, span.End.AddMilliseconds(1))
            .Where(value => boundaries.Contains(value.At)).ToDictionary(value => value.At, value => value.Value);
        foreach (var midnight in (DateTimeOffset[])[span.Start, span.End])
            if (!known.ContainsKey(midnight) && Released(ledger.History(meter, register, midnight, 4)).Where(point => point.Instant == midnight).Take(1).ToList() is [{ Value: { } value }]) known[midnight] = value;
        return known;
    }

    /// <summary>The same with the nearest registers around the day where its own ends are open.</summary>
    private List<KnownRegister> Bounded(MeterId meter, ObisCode register, ProfileSpan span, Dictionary<DateTimeOffset, decimal> known)
    {
        List<(DateTimeOffset At, decimal Value)> all = [.. known.Select(pair => (pair.Key, pair.Value))];
        var reach = TimeSpan.FromDays(ProfileLog.MostDays);
        if (!known.ContainsKey(span.Start))
        {
            if (observations.Nearest(meter, register, span.Start - reach, span.Start, isLast: true) is { } record) all.Add((record.At, record.Value));
            all.AddRange(Released(ledger.HistoryBefore(meter, register, span.Start, MostPoints)).Where(point => point.Instant >= span.Start - reach).Select(point => (point.Instant, point.Value!.Value)));
        }

        if (!known.ContainsKey(span.End))
        {
            if (observations.Nearest(meter, register, span.End, span.End + reach, isLast: false) is { } record) all.Add((record.At, record.Value));
            all.AddRange(Released(ledger.History(meter, register, span.End, MostPoints)).Where(point => point.Instant <= span.End + reach).Select(point => (point.Instant, point.Value!.Value)));
        }

        var onGrid = all.Where(one => span.IsOnGrid(one.At)).DistinctBy(one => one.At).OrderBy(one => one.At).ToList();
        var (first, last) = (onGrid.FindLastIndex(one => one.At <= span.Start), onGrid.FindIndex(one => one.At >= span.End));
        return [.. onGrid.Skip(Math.Max(0, first)).Take((last < 0 ? onGrid.Count : last + 1) - Math.Max(0, first)).Select(one => new KnownRegister(span.BoundaryOf(one.At), one.Value))];
    }

    private static IEnumerable<HistoryPoint> Released(IReadOnlyList<HistoryPoint> points) =>
        points.Where(point => point is { Held: false, Value: not null } && point.Source != Source.Estimate && !point.Rules.Contains(RuleId.Jitter));

    private IntervalShape ShapeBefore(MeterId meter, ObisCode register, ProfileSpan span)
    {
        List<(int Day, IntervalBlock Block)> days = [];
        foreach (var point in ledger.HistoryBefore(meter, IntervalItem(register), span.Start, ShapeDays))
            if (!point.Held && point.Origin == Origin.Actual && IntervalBlock.TryRead(ledger.Evidence(point.Sequence).Reply.Span, out var block)) days.Add((LocalDay.At(point.Instant, setup().Zone), block!));
        return new(parameters().Calendar, days);
    }

    /// <summary>What the daily freezes say the day had, through a change of account within it; null when they do not bound it.</summary>
    private decimal? Consumed(MeterId meter, ObisCode register, ProfileSpan span)
    {
        var (sum, entry) = (0m, ledger.InForce(meter, register, span.End, Source.DailyFreeze));
        for (var i = 0; i < MostPoints && entry?.Draft.Verdict is { Held: false, Consumption: { } part } && part.From >= span.Start; i++)
        {
            sum += part.Value;
            if (part.From == span.Start) return sum;
            entry = ledger.StandingBetween(meter, register, part.From, part.From).FirstOrDefault(one => one.Draft.Verdict is { Held: false, Consumption: not null });
        }

        return null;
    }
}
