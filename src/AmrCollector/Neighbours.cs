using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Validation;
using NodaTime;

namespace AmrCollector;

/// <summary>
/// What the ledger knows beyond the recent days of one register: the check meter of the point, comparable customers, cycles and months of last
/// year. Asked only where a rule needs it. One thread at a time.
/// </summary>
/// <param name="meters">Every meter of the list.</param>
/// <param name="ledger">What is committed.</param>
/// <param name="book">The orders.</param>
/// <param name="parameters">Thresholds, and the site's days.</param>
internal sealed class Neighbours(IReadOnlyList<Meter> meters, LedgerReader ledger, Func<OrderBook> book, RuleParameters parameters)
{
    private const int MostPeers = 200;
    private const int PointsAtOnce = 4;
    private const int MostGroups = 4096;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MonthEdge = TimeSpan.FromDays(5);

    private readonly ILookup<string, Meter> _checks = meters.Where(meter => meter.Role == MeterRole.Check && meter.Point.Length > 0).ToLookup(meter => meter.Point, StringComparer.Ordinal);
    private readonly ILookup<(CustomerClass, string), Meter> _groups = meters.Where(meter => meter.Role == MeterRole.Customer).ToLookup(meter => (meter.Class, meter.Area));
    private readonly Dictionary<(CustomerClass, string, ObisCode, DateTimeOffset), (PeerReference? Peers, DateTimeOffset LookedAt)> _peers = [];

    /// <summary>The check meter's primary register at an instant; null when the point has no check meter.</summary>
    internal Func<DateTimeOffset, decimal?>? CheckOf(Meter meter, ObisCode item)
    {
        if (meter.Role == MeterRole.Check || meter.Point.Length == 0 || _checks[meter.Point].FirstOrDefault() is not { } check) return null;
        return at => RegisterAt(check.Id, item, at) * book().MeterAt(check, at).Multiplier;
    }

    /// <summary>
    /// The same day of customers of the same class and area: the one that ends at <paramref name="instant"/>, or while too few of them are read,
    /// the one before. Null while there are too few of both.
    /// </summary>
    internal PeerReference? PeersOf(Meter meter, ObisCode item, DateTimeOffset instant, DateTimeOffset now)
    {
        if (_groups[(meter.Class, meter.Area)].Take(parameters.Peers).Count() < parameters.Peers) return null;
        return DayOf(meter, item, instant, now) ?? DayOf(meter, item, instant.AddDays(-1), now);
    }

    /// <summary>Mean energy a day of the slot's month a year before, primary; null when the ledger does not bound most of it, or an order lies in it.</summary>
    internal decimal? LastYearDaily(Meter listed, ObisCode item, DateTimeOffset slot)
    {
        var zone = parameters.Calendar.Zone;
        var date = Instant.FromDateTimeOffset(slot).InZone(zone).Date.PlusDays(-1).PlusYears(-1);
        var first = new LocalDate(date.Year, date.Month, 1);
        var (from, until) = (zone.AtStartOfDay(first).ToDateTimeOffset(), zone.AtStartOfDay(first.PlusMonths(1)).ToDateTimeOffset());
        List<HistoryPoint> begin = [.. Released(ledger.History(listed.Id, item, from, PointsAtOnce))], end = [.. Released(ledger.HistoryBefore(listed.Id, item, until.AddSeconds(1), PointsAtOnce))];
        if (begin.Count == 0 || end.Count == 0 || begin[0].Instant > from + MonthEdge || end[0].Instant < until - MonthEdge) return null;
        return Daily(listed, begin[0].Instant, begin[0].Value!.Value, end[0].Instant, end[0].Value!.Value);
    }

    /// <summary>The cycles that a reading at <paramref name="instant"/> is compared with, when a billing cycle of the account ends there.</summary>
    internal Circumstances WithCycles(Circumstances around, Meter listed, ObisCode item, DateTimeOffset instant)
    {
        if (CycleDate(listed, instant) is not { } date) return around;
        var (begin, before) = (Previous(listed, date), Previous(listed, Previous(listed, date)));
        var yearAgo = date.PlusYears(-1);
        if (HasOrder(listed, At(before), instant)) return around;
        return around with
        {
            CycleStart = RegisterAt(listed.Id, item, At(begin)) is { } start ? (At(begin), start) : null,
            LastCycleDaily = Cycle(listed, item, before, begin),
            LastYearCycleDaily = Cycle(listed, item, Previous(listed, yearAgo), yearAgo),
        };
    }

    /// <summary>What a register showed at an instant, released and told by a meter or a person.</summary>
    internal decimal? RegisterAt(MeterId meter, ObisCode item, DateTimeOffset instant) =>
        Released(ledger.History(meter, item, instant, PointsAtOnce)).Where(point => point.Instant == instant).Select(point => point.Value).FirstOrDefault();

    private PeerReference? DayOf(Meter meter, ObisCode item, DateTimeOffset instant, DateTimeOffset now)
    {
        var key = (meter.Class, meter.Area, item, instant);
        if (_peers.TryGetValue(key, out var known) && (known.Peers is not null || now - known.LookedAt < LookAgain)) return known.Peers;
        if (_peers.Count >= MostGroups) _peers.Clear();
        List<decimal> days = [];
        foreach (var peer in _groups[(meter.Class, meter.Area)].Where(peer => peer.Id != meter.Id).Take(MostPeers))
        {
            if (ledger.InForce(peer.Id, item, instant, Source.DailyFreeze)?.Draft.Verdict is { Held: false, Consumption: { } used } && DailyLoads.IsOneDay((long)(instant - used.From).TotalSeconds))
                days.Add(used.Value * 86400 / (long)(instant - used.From).TotalSeconds);
        }

        var peers = days.Count >= parameters.Peers ? Reference(days) : null;
        _peers[key] = (peers, now);
        return peers;
    }

    private static PeerReference Reference(List<decimal> days)
    {
        var median = Median(days);
        return new(days.Count, median, 1.4826m * Median([.. days.Select(day => Math.Abs(day - median))]));
    }

    private static decimal Median(List<decimal> numbers)
    {
        numbers.Sort();
        return numbers.Count % 2 == 1 ? numbers[numbers.Count / 2] : (numbers[(numbers.Count / 2) - 1] + numbers[numbers.Count / 2]) / 2;
    }

    private LocalDate? CycleDate(Meter listed, DateTimeOffset instant)
    {
        var local = Instant.FromDateTimeOffset(instant).InZone(parameters.Calendar.Zone);
        return listed.ReadingDays.Count > 0 && parameters.Calendar.Zone.AtStartOfDay(local.Date).ToInstant() == local.ToInstant() && IsReadingDay(listed, local.Date) ? local.Date : null;
    }

    private static bool IsReadingDay(Meter listed, LocalDate date) => listed.ReadingDays.Any(day => Math.Min(day, date.Calendar.GetDaysInMonth(date.Year, date.Month)) == date.Day);

    private static LocalDate Previous(Meter listed, LocalDate date)
    {
        do date = date.PlusDays(-1);
        while (!IsReadingDay(listed, date));
        return date;
    }

    private decimal? Cycle(Meter listed, ObisCode item, LocalDate from, LocalDate until) =>
        RegisterAt(listed.Id, item, At(from)) is { } begin && RegisterAt(listed.Id, item, At(until)) is { } end ? Daily(listed, At(from), begin, At(until), end) : null;

    private decimal? Daily(Meter listed, DateTimeOffset from, decimal begin, DateTimeOffset until, decimal end) =>
        end < begin || until <= from || HasOrder(listed, from, until) ? null : (end - begin) * book().MeterAt(listed, until).Multiplier * 86400 / (long)(until - from).TotalSeconds;

    private bool HasOrder(Meter listed, DateTimeOffset from, DateTimeOffset until) =>
        book().InForce(listed.Id).Any(filed => (filed.Order.Cuts || filed.Order.ChangesMaster) && filed.Order.At > from && filed.Order.At <= until);

    private DateTimeOffset At(LocalDate date) => parameters.Calendar.Zone.AtStartOfDay(date).ToDateTimeOffset().ToUniversalTime();

    private static IEnumerable<HistoryPoint> Released(IReadOnlyList<HistoryPoint> points) =>
        points.Where(point => point is { Held: false, Value: not null } && point.Source != Source.Estimate && !point.Rules.Contains(RuleId.Jitter));
}
