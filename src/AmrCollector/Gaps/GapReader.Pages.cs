using System.Globalization;
using AmrCollector.Ledger;
using NodaTime;

namespace AmrCollector.Gaps;

/// <content>The gaps themselves, page by page.</content>
public sealed partial class GapReader
{
    private const int MonthsLookedAt = 2000;
    private const int MostRemembered = 16;

    /// <summary>
    /// Gaps that <paramref name="filter"/> asks about after <paramref name="after"/>, at least <paramref name="limit"/> if there are so many: a page
    /// ends with a whole month of a meter. Of today's, only when it is the only day asked about, or a meter is.
    /// </summary>
    public GapPage Page(GapFilter filter, GapCursor after, int limit, DateTimeOffset now)
    {
        lock (_turn)
        {
            LedgerSchema.Run(_connection, "BEGIN");
            try
            {
                return Page_NeedsTurn(filter, after, limit, now);
            }
            finally
            {
                LedgerSchema.Run(_connection, "COMMIT");
            }
        }
    }

    private GapPage Page_NeedsTurn(GapFilter filter, GapCursor after, int limit, DateTimeOffset now)
    {
        var today = LocalDay.At(now, _zone);
        var (from, to) = Range(filter.From is null ? filter with { From = DateOnly.MinValue } : filter, today);
        List<Gap> gaps = [];
        var looked = 0;
        foreach (var (stream, month, slots) in Months(filter, from, to, today, after))
        {
            after = new(stream.Id, month);
            AddGaps(stream, month, slots, (from, to), filter.State, now, gaps);
            if (gaps.Count >= limit || ++looked == MonthsLookedAt) return new(gaps, after);
        }

        return new(gaps, null);
    }

    private IEnumerable<(GapStream Stream, int Month, byte[] Slots)> Months(GapFilter filter, int from, int to, int today, GapCursor after)
    {
        if (filter.Meter is not null) return MeterMonths(filter, from, to, after);
        var isAll = filter is { Line: null, Area: null, Read: null };
        var groups = Groups(filter).ToDictionary(one => one.Group.Id, one => one.Group);
        var chosen = isAll ? "" : $"AND s.grp IN ({string.Join(',', groups.Keys.Select(id => id.ToString(CultureInfo.InvariantCulture)))})";
        return from == today ? OpenMonths(groups, MonthOf(today), chosen, after) : GapMonths(groups, MonthOf(from), MonthOf(to), isAll, chosen, after);
    }

    private IEnumerable<(GapStream Stream, int Month, byte[] Slots)> MeterMonths(GapFilter filter, int from, int to, GapCursor after)
    {
        foreach (var stream in Streams(filter))
        {
            for (var month = MonthOf(Math.Max(from, stream.Since)); month <= MonthOf(Math.Min(to, stream.Until - 1)); month++)
                if ((stream.Id, month).CompareTo((after.Stream, after.Month)) > 0) yield return (stream, month, Packed(stream, month));
        }
    }

    private IEnumerable<(GapStream Stream, int Month, byte[] Slots)> GapMonths(Dictionary<long, GapGroup> groups, int from, int to, bool isAll, string chosen, GapCursor after)
    {
        var order = isAll ? "m CROSS JOIN stream s ON s.id = m.stream" : "m JOIN stream s ON s.id = m.stream";
        using var query = Paged(
            $"""
            SELECT s.id, s.meter, s.grp, s.memory, s.since, s.until, m.month FROM month {order}
            WHERE m.gaps > 0 AND (m.stream, m.month) > (?1, ?2) AND m.month >= ?3 AND m.month <= ?4 {chosen} ORDER BY m.stream, m.month LIMIT {MonthsLookedAt}
            """);
        query.Set(1, after.Stream).Set(2, after.Month).Set(3, from).Set(4, to);
        List<(GapStream Stream, int Month)> found = [];
        while (query.Step()) found.Add((Stream(query, groups), (int)query.Long(6)));
        foreach (var (stream, month) in found) yield return (stream, month, Packed(stream, month));
    }

    private IEnumerable<(GapStream Stream, int Month, byte[] Slots)> OpenMonths(Dictionary<long, GapGroup> groups, int month, string chosen, GapCursor after)
    {
        using var query = Paged($"SELECT s.id, s.meter, s.grp, s.memory, s.since, s.until FROM stream s WHERE s.id > ?1 {chosen} ORDER BY s.id LIMIT {MonthsLookedAt}");
        query.Set(1, after.Stream);
        List<GapStream> found = [];
        while (query.Step()) found.Add(Stream(query, groups));
        foreach (var stream in found) yield return (stream, month, Packed(stream, month));
    }

    /// <summary>A question whose text depends on what is asked: made for one page.</summary>
    private Statement Paged(string sql)
    {
        if (_paged.Count < MostRemembered) _paged.Add(sql);
        return new(_connection, sql);
    }

    private void AddGaps(GapStream stream, int month, byte[] slots, (int From, int To) days, string? wanted, DateTimeOffset now, List<Gap> gaps)
    {
        var schedule = stream.Group.Schedule;
        var states = MonthStates.Read(slots, Counts(schedule, month));
        var today = LocalDay.At(now, _zone);
        for (var index = 0; index < MonthStates.Days; index++)
        {
            var day = DayOf(month, index);
            if (day < days.From || day > days.To || !stream.Expects(day) || states.CountOf(index) == 0) continue;
            var date = LocalDay.Date(day);
            var due = day < today ? states.CountOf(index) : schedule.CountDue(date, now, _zone);
            AddDay(stream, date, states.Of(index)[..due], wanted, gaps);
        }
    }

    private void AddDay(GapStream stream, LocalDate date, ReadOnlySpan<byte> states, string? wanted, List<Gap> gaps)
    {
        for (var from = 0; from < states.Length;)
        {
            var run = states[from..].IndexOfAnyExcept(states[from]);
            if (run < 0) run = states.Length - from;
            var state = (SlotState)states[from];
            if (wanted is null ? !state.IsActual() && state != SlotState.NotExpected : wanted == state.Word())
            {
                var (group, schedule) = (stream.Group, stream.Group.Schedule);
                gaps.Add(new(
                    stream.Meter, group.Line, group.Area, group.Read, date.ToDateOnly(),
                    schedule.InstantOf(date, from, _zone), schedule.InstantOf(date, from + run - 1, _zone), run, state));
            }

            from += run;
        }
    }

    private List<GapStream> Streams(GapFilter filter)
    {
        var groups = Groups(filter).ToDictionary(one => one.Group.Id, one => one.Group);
        var query = Prepared("SELECT id, meter, grp, memory, since, until FROM stream WHERE meter = ?1 ORDER BY id").Set(1, filter.Meter!.Value.Value);
        List<GapStream> streams = [];
        while (query.Step())
            if (groups.ContainsKey(query.Long(2))) streams.Add(Stream(query, groups));
        return streams;
    }

    private static GapStream Stream(Statement row, Dictionary<long, GapGroup> groups) => new()
    {
        Id = row.Long(0),
        Meter = new(row.Text(1)),
        Group = groups[row.Long(2)],
        Memory = (int)row.Long(3),
        Since = (int)row.Long(4),
        Until = (int)row.Long(5),
    };

    private MonthStates States(GapStream stream, int month) => MonthStates.Read(Packed(stream, month), Counts(stream.Group.Schedule, month));

    private byte[] Packed(GapStream stream, int month)
    {
        var query = Prepared("SELECT slots FROM month WHERE stream = ?1 AND month = ?2").Set(1, stream.Id).Set(2, month);
        var packed = query.Step() ? query.Blob(0) : [];
        query.Reset();
        return packed;
    }

    private int[] Counts(SlotSchedule schedule, int month)
    {
        var first = LocalDay.FirstOf(month);
        var counts = new int[MonthStates.Days];
        for (var day = 0; day < first.Calendar.GetDaysInMonth(first.Year, first.Month); day++) counts[day] = schedule.Count(first.PlusDays(day), _zone);
        return counts;
    }
}
