using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Observations;
using AmrCollector.Orders;
using AmrCollector.Polling;
using AmrCollector.Validation;
using NodaTime;

namespace AmrCollector;

/// <summary>What is known around a reading: orders in force, the account, events and power that the meter told. One thread at a time.</summary>
/// <param name="book">The orders.</param>
/// <param name="clockChanges">How a meter's clock was changed from here.</param>
/// <param name="plans">Plans by name.</param>
/// <param name="observations">What meters told between the readings.</param>
/// <param name="zone">The site's zone.</param>
/// <param name="neighbours">What the ledger knows of other meters and of last year; null: nothing.</param>
internal sealed class Surroundings(
    Func<OrderBook> book, Func<Meter, IReadOnlyList<ClockChange>> clockChanges, IReadOnlyDictionary<string, Plan> plans, ObservationStore observations, DateTimeZone zone,
    Neighbours? neighbours = null)
{
    private static readonly ObisCode Power = ObisCode.Parse("1-0:16.7.0");
    private static readonly TimeSpan Before = TimeSpan.FromHours(12);
    private static readonly TimeSpan Seldom = TimeSpan.FromDays(31);
    private static readonly TimeSpan FitterStays = TimeSpan.FromHours(4);
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMinutes(15); // what is read more often is no interval that bills
    private static readonly string[] NoStatus = [ReadWord.DailyFreeze, ReadWord.Settlement, ReadWord.Profile, "current", "clock"];
    private static readonly TimeSpan OwnHistory = TimeSpan.FromDays(8);
    private static readonly TimeSpan LongestSum = TimeSpan.FromDays(2);
    private readonly Dictionary<string, TimeSpan?> _steps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _watches = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TimeSpan> _intervals = new(StringComparer.Ordinal);

    /// <summary>The orders as they stand now.</summary>
    internal OrderBook Orders => book();

    /// <summary>The list's row as it stood at the instant.</summary>
    internal Meter MeterAt(Meter listed, DateTimeOffset instant) => book().MeterAt(listed, instant);

    /// <summary>The same for an entry: intervals are what was used after their instant, a register what was used before it.</summary>
    internal Meter MeterOf(Meter listed, EntryDraft draft) => MeterAt(listed, draft.Kind == ItemKind.Interval ? draft.Instant.AddSeconds(1) : draft.Instant);

    /// <summary>When another account began to pay for what the meter measures.</summary>
    internal IReadOnlyList<AccountMove> Moves(Meter listed) => book().Moves(listed);

    /// <summary>Where account, point or ratio of the meter changed within a day of its load profile, by time.</summary>
    internal IReadOnlyList<DayCut> DayCuts(Meter listed, ObisCode register, DateTimeOffset start, DateTimeOffset end, TimeSpan step)
    {
        var known = book();
        if (known.IsPlain(listed.Id)) return [];
        List<DayCut> cuts = [];
        foreach (var order in known.InForce(listed.Id).Select(filed => filed.Order).Where(order => order.ChangesMaster && order.At > start && order.At < end))
        {
            var (before, after) = (known.MeterAt(listed, order.At.AddSeconds(-1)), known.MeterAt(listed, order.At.AddSeconds(1)));
            if ((before.Account, before.Point, before.Multiplier) == (after.Account, after.Point, after.Multiplier)) continue;
            var begins = start + ((order.At - start).Ticks / step.Ticks * step);
            var (from, to) = (Record(listed.Id, register, begins), begins == order.At ? null : Record(listed.Id, register, begins + step));
            var shown = order.Registers.FirstOrDefault(one => one.Item == register);
            var isMeasured = shown is not null && from <= shown.Final && shown.Start <= to;
            cuts.Add(new(order.At, isMeasured ? shown!.Final - from : null, isMeasured ? to - shown!.Start : null, before.Multiplier != after.Multiplier, isMeasured || (begins == order.At && from is not null)));
        }

        return cuts;
    }

    /// <summary>The registers the meter recorded last before an instant of a stretch, and first after it; one of the very instant is both.</summary>
    internal (RecordedRegister? Before, RecordedRegister? After) Records(MeterId meter, ObisCode register, DateTimeOffset from, DateTimeOffset at, DateTimeOffset until)
    {
        var before = observations.Nearest(meter, register, from, at.AddMilliseconds(1), isLast: true);
        var after = observations.Nearest(meter, register, at, until.AddMilliseconds(1), isLast: false);
        return (before is { } one ? new(one.At, one.Value) : null, after is { } other ? new(other.At, other.Value) : null);
    }

    private decimal? Record(MeterId meter, ObisCode register, DateTimeOffset at) => observations.Nearest(meter, register, at, at.AddMilliseconds(1), isLast: true)?.Value;

    /// <summary>What surrounds the set, whose meter is as it stood then.</summary>
    internal Circumstances Of(RegisterSet set, Func<ObisCode, RegisterTimeline> history)
    {
        var (meter, known) = (set.Meter, book());
        Circumstances around = new()
        {
            Interval = set.Source is Source.Current or Source.Profile ? IntervalOf(meter.Plan) : TimeSpan.FromDays(1),
            IsTou = meter.IsTou,
            HasGeneration = meter.HasGeneration,
            ContractKw = meter.ContractKw,
            ClockChanges = clockChanges(meter),
        };
        if (!known.IsPlain(meter.Id)) around = WithOrders(around, meter, known);
        if (Main(set) is not { } main) return around;
        var past = history(main);
        if (past.LastReleasedBefore(set.Instant) is not { } baseline) return around;
        around = WithEvents(around, set, baseline.Instant, known);
        if (set.Source is Source.Current or Source.Report) return around;
        around = around with { Intervals = IntervalsOf(set, main, baseline.Instant) };
        return neighbours is null ? around : WithOthers(around, set, main, past);
    }

    /// <summary>What a slot that stays empty may be estimated from besides its own days.</summary>
    internal Circumstances ForEstimate(Circumstances around, Meter meter, ObisCode item, DateTimeOffset slot, DateTimeOffset now) => neighbours is null ? around : around with
    {
        CheckRegister = neighbours.CheckOf(meter, item),
        LastYearDaily = neighbours.LastYearDaily(meter, item, slot),
        ClassDaily = neighbours.PeersOf(meter, item, slot, now)?.Median,
    };

    private Circumstances WithOthers(Circumstances around, RegisterSet set, ObisCode main, RegisterTimeline past)
    {
        around = neighbours!.WithCycles(around, set.Meter, main, set.Instant);
        var isNew = past.Count > 0 && past[0].Instant > set.Instant - OwnHistory;
        return isNew ? around with { Peers = neighbours.PeersOf(set.Meter, main, set.Instant, set.ReadAt) } : around;
    }

    /// <summary>The profile's energies from the baseline to the reading, primary; null unless every one of them is known and no order lies between.</summary>
    private List<decimal>? IntervalsOf(RegisterSet set, ObisCode main, DateTimeOffset baseline)
    {
        if (StepOf(set.Meter.Plan) is not { } step || (set.Instant - baseline).Ticks % step.Ticks != 0 || set.Instant - baseline > LongestSum) return null;
        if (book().Cuts(set.Meter).Any(order => order.At > baseline && order.At <= set.Instant)) return null;
        var registers = observations.Series(set.Meter.Id, main, baseline, set.Instant.AddMilliseconds(1)).Where(value => (value.At - baseline).Ticks % step.Ticks == 0).ToList();
        if (registers.Count != ((set.Instant - baseline) / step) + 1) return null;
        List<decimal> energies = [];
        for (var i = 1; i < registers.Count; i++)
        {
            if (registers[i].Value < registers[i - 1].Value) return null;
            energies.Add((registers[i].Value - registers[i - 1].Value) * set.Meter.Multiplier);
        }

        return energies;
    }

    private TimeSpan? StepOf(string plan)
    {
        if (_steps.TryGetValue(plan, out var known)) return known;
        var found = plans.TryGetValue(plan, out var entries) ? entries.Entries.FirstOrDefault(entry => entry.Reads.Contains(ReadWord.Profile))?.When as Timing.Every : null;
        return _steps[plan] = found?.Period;
    }

    private Circumstances WithOrders(Circumstances around, Meter meter, OrderBook known) => around with
    {
        Orders = known.Cuts(meter),
        Tenancies = [.. known.InForce(meter.Id).Where(filed => filed.Order.Account is not null).Select(filed => filed.Order.At)],
        Vacancies = [.. known.InForce(meter.Id).Where(filed => filed.Order.Kind == OrderKind.Vacancy).Select(filed => Days(filed.Order))],
    };

    private Circumstances WithEvents(Circumstances around, RegisterSet set, DateTimeOffset baseline, OrderBook known)
    {
        var meter = set.Meter;
        List<MeterEvent> events = [];
        foreach (var filed in known.InForce(meter.Id))
            if (filed.Order.Kind == OrderKind.Outage) events.Add(new(MeterEventKind.PowerOutage, filed.Order.At, filed.Order.Until, filed.Name));

        if (!Watches(meter.Plan)) return around with { Events = events };
        var from = baseline - Before;
        IReadOnlyList<Observation> Told(ObisCode item) => observations.Series(meter.Id, item, IsSeldom(item) ? from - Seldom : from, Later(set).AddSeconds(1));
        IEnumerable<MeterEvent> told = [.. StatusEvents.Of(Told), .. MeasuredEvents.Of(meter, Told), .. OutageRecords.Of(Told, shown => MeterTime.ToInstant(shown, meter.Clock, zone))];
        events.AddRange(told.Where(happening => !meter.HasGeneration || happening.Kind != MeterEventKind.CurrentReversed).Select(happening => Explained(happening, known.InForce(meter.Id))));
        var power = PowerIntegral.Of(observations.Series(meter.Id, Power, baseline, set.Instant.AddSeconds(1)), baseline, set.Instant);
        return around with { Events = events, MeanPowerKw = power.Mean * meter.Multiplier, PowerEnergy = power.Energy * meter.Multiplier };
    }

    /// <summary>Counters and records are polled seldom, and speak of the time before.</summary>
    private static bool IsSeldom(ObisCode item) => StatusEvents.IsCounter(item) || item == OutageRecords.Began || item == OutageRecords.Ended;

    /// <summary>What is known by now of the time after a reading counts too: it is judged again when it came late.</summary>
    private static DateTimeOffset Later(RegisterSet set) => set.Instant + Seldom > set.ReadAt ? set.Instant + Seldom : set.ReadAt;

    /// <summary>An event while somebody was there by order.</summary>
    private static MeterEvent Explained(MeterEvent happening, IEnumerable<FiledOrder> orders)
    {
        foreach (var filed in orders)
        {
            var order = filed.Order;
            if (order.Kind is not (OrderKind.Opening or OrderKind.Exchange or OrderKind.RatioChange)) continue;
            if (happening.At <= (order.Until ?? order.At + FitterStays) && (happening.End ?? happening.At) >= order.At - FitterStays) return happening with { Order = filed.Name };
        }

        return happening;
    }

    private DaySpan Days(Order order)
    {
        var first = Instant.FromDateTimeOffset(order.At).InZone(zone).Date;
        var last = order.Until is { } until ? Instant.FromDateTimeOffset(until.AddSeconds(-1)).InZone(zone).Date : new LocalDate(9999, 12, 31);
        return new(first, last);
    }

    private static ObisCode? Main(RegisterSet set)
    {
        foreach (var register in set.Registers)
            if (register is { Kind: ItemKind.Cumulative, Item: { A: 1, C: 1 or 15 or 16, D: 8, E: 0, F: 255 } }) return register.Item;
        return null;
    }

    private bool Watches(string plan)
    {
        if (_watches.TryGetValue(plan, out var known)) return known;
        return _watches[plan] = plans.TryGetValue(plan, out var found) && found.Entries.Any(entry => entry.Reads.Any(word => !NoStatus.Contains(word)));
    }

    private TimeSpan IntervalOf(string plan)
    {
        if (_intervals.TryGetValue(plan, out var known)) return known;
        var cycles = plans.TryGetValue(plan, out var found)
            ? found.Entries.Where(entry => entry.Reads.Contains("current")).Select(entry => entry.When).OfType<Timing.Every>().Select(every => every.Period).ToList()
            : [];
        return _intervals[plan] = cycles.Count > 0 && cycles.Min() >= ShortestInterval ? cycles.Min() : TimeSpan.FromDays(1);
    }
}
