using AmrCollector.Metering;

namespace AmrCollector.Validation;

/// <summary>
/// The days before an instant, newest first, from consecutive freezes 21.6 to 26.4 h apart (vee.md 4.1): energy scaled to
/// 24 h, secondary, x 10^decimals of the timeline. Estimates make no day; a change of ratio ends the series.
/// </summary>
internal sealed class DailyLoads
{
    private const int Room = 64;
    private const long ShortestDay = 77760;
    private const long LongestDay = 95040;
    private readonly long[] _energy = new long[Room];
    private readonly int[] _day = new int[Room];
    private readonly SiteCalendar _calendar;
    private LocalDays _local;

    private DailyLoads(SiteCalendar calendar)
    {
        _calendar = calendar;
        _local = new(calendar.Zone);
    }

    /// <summary>Days known.</summary>
    public int Count { get; private set; }

    /// <summary>The last freeze before the instant, released or not; null when there is none in the window.</summary>
    public TimelineRow? Anchor { get; private set; }

    /// <summary>The days, newest first.</summary>
    public ReadOnlySpan<long> Energy => _energy.AsSpan(0, Count);

    /// <summary>
    /// Series of the register up to <paramref name="until"/> (UTC seconds, not included). To estimate from, <paramref name="onlyValid"/>: without
    /// readings that nobody released and without days on which the supply was off (vee.md 5.1, step 4).
    /// </summary>
    public static DailyLoads Before(RegisterTimeline past, long until, decimal modulus, RuleParameters parameters, Circumstances around, bool onlyValid = false)
    {
        var loads = new DailyLoads(parameters.Calendar);
        var rows = past.Rows;
        var scale = Scale(past.Decimals);
        var wrap = modulus * scale is < long.MaxValue and var scaled ? (long)scaled : 0;
        var window = long.MinValue;
        var later = -1;
        for (var i = past.Start(until) - 1; i >= 0 && rows[i].Second >= window && loads.Count < Room; i--)
        {
            if (!rows[i].IsInForce || (onlyValid && rows[i].Marks != 0) || rows[i].Source is not ((byte)Source.Settlement or (byte)Source.DailyFreeze)) continue;
            if (later < 0)
            {
                loads.Anchor = past[i];
                window = rows[i].Second - (parameters.WindowDays * 86400L);
                if (EndsSeries(around, rows[i].Second, until)) break;
            }
            else
            {
                if (EndsSeries(around, rows[i].Second, rows[later].Second)) break;
                if (rows[i].Second != rows[later].Second && !(onlyValid && HasOutage(around, rows[i].Second, rows[later].Second))) loads.Add(rows[i], rows[later], wrap, (double)parameters.RolloverZone, around);
            }

            later = i;
        }

        return loads;
    }

    /// <summary>Local day number of the interval's middle.</summary>
    public int DayOf(long from, long until) => _local.Of(from + ((until - from) / 2));

    /// <summary>Local day number of the day at <paramref name="index"/>.</summary>
    public int Day(int index) => _day[index];

    /// <summary>True when the day at <paramref name="index"/> is of the type of <paramref name="day"/>.</summary>
    public bool IsLike(int index, int day) => _calendar.IsRest(_day[index]) == _calendar.IsRest(day);

    /// <summary>True when the interval counts as one day.</summary>
    public static bool IsOneDay(long seconds) => seconds is >= ShortestDay and <= LongestDay;

    /// <summary>Energies of the days that <paramref name="chosen"/> takes, smallest first.</summary>
    public long[] Sorted(Func<int, bool> chosen)
    {
        var taken = new List<long>(Count);
        for (var i = 0; i < Count; i++)
        {
            if (chosen(i)) taken.Add(_energy[i]);
        }

        taken.Sort();
        return [.. taken];
    }

    /// <summary>Median of sorted numbers, the mean of the middle two when even.</summary>
    public static decimal Median(ReadOnlySpan<long> sorted) =>
        sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : ((decimal)sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;

    private static decimal Scale(int decimals)
    {
        var scale = 1m;
        for (var i = 0; i < decimals; i++) scale *= 10;
        return scale;
    }

    private void Add(in PackedRow from, in PackedRow until, long wrap, double zone, Circumstances around)
    {
        var seconds = (long)until.Second - from.Second;
        if (!IsOneDay(seconds) || IsCut(around, from.Second, until.Second)) return;
        var energy = until.Scaled - from.Scaled;
        if (energy < 0 && from.Scaled >= zone * wrap) energy += wrap;
        if (energy < 0) return;
        _energy[Count] = seconds == 86400 ? energy : (long)((Int128)energy * 86400 / seconds);
        _day[Count] = DayOf(from.Second, until.Second);
        Count++;
    }

    private static bool HasOutage(Circumstances around, long from, long until)
    {
        foreach (var happening in around.Events)
        {
            if (happening.Kind == MeterEventKind.PowerOutage && happening.At.ToUnixTimeSeconds() < until && (happening.End?.ToUnixTimeSeconds() ?? long.MaxValue) > from) return true;
        }

        return false;
    }

    private static bool IsCut(Circumstances around, long from, long until)
    {
        if (around.Orders.Count == 0) return false;
        foreach (var order in around.Orders)
        {
            if (order.At.ToUnixTimeSeconds() is var at && at > from && at <= until) return true;
        }

        return false;
    }

    /// <summary>Another ratio or another customer (vee.md 4.3).</summary>
    private static bool EndsSeries(Circumstances around, long from, long until)
    {
        if (around.Orders.Count == 0 && around.Tenancies.Count == 0) return false;
        foreach (var order in around.Orders)
        {
            if (order.OldMultiplier is not null && order.At.ToUnixTimeSeconds() is var at && at > from && at <= until) return true;
        }

        foreach (var tenancy in around.Tenancies)
        {
            if (tenancy.ToUnixTimeSeconds() is var at && at > from && at <= until) return true;
        }

        return false;
    }
}
