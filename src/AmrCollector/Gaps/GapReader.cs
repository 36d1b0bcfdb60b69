using AmrCollector.Ledger;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace AmrCollector.Gaps;

/// <summary>
/// Reads gaps.db while the collector, perhaps in another process, writes it. Nothing is scanned: gaps are found by an index, counts were
/// kept as the slots were filled. Calls from several threads take turns.
/// </summary>
public sealed partial class GapReader : IDisposable
{
    private readonly Lock _turn = new();
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);
    private readonly HashSet<string> _paged = new(StringComparer.Ordinal);
    private readonly DateTimeZone _zone;

    private GapReader(SqliteConnection connection, DateTimeZone zone) => (_connection, _zone) = (connection, zone);

    /// <summary>The site's zone.</summary>
    public DateTimeZone Zone => _zone;

    /// <summary>Opens gaps.db of a data folder; null when there is none yet, or it cannot be read.</summary>
    public static GapReader? Open(string folder)
    {
        var file = GapStore.FileIn(folder);
        if (!File.Exists(file)) return null;
        SqliteConnection? connection = null;
        try
        {
            connection = LedgerSchema.Open(file, SqliteOpenMode.ReadOnly);
            LedgerSchema.Run(connection, "PRAGMA busy_timeout=5000");
            using var query = new Statement(connection, "SELECT value FROM meta WHERE key = 'zone'");
            var zone = query.Step() ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(query.Text(0)) : null;
            query.Reset();
            if (zone is not null) return new(connection, zone);
        }
        catch (SqliteException)
        {
            // Not a file of ours, or not one yet.
        }

        connection?.Dispose();
        return null;
    }

    /// <summary>The site's local day at <paramref name="now"/>.</summary>
    public DateOnly DayOf(DateTimeOffset now) => LocalDay.Date(LocalDay.At(now, _zone)).ToDateOnly();

    /// <summary>
    /// Exact counts of what <paramref name="filter"/> asks about, told apart by <paramref name="by"/>; days from the newest, then by line, area
    /// and word. Its state does not matter. Without days: the last seven.
    /// </summary>
    public IReadOnlyList<Completeness> Count(GapFilter filter, GapSplit by, DateTimeOffset now)
    {
        lock (_turn)
        {
            LedgerSchema.Run(_connection, "BEGIN");
            try
            {
                CompletenessSums sums = new(by);
                if (filter.Meter is not null) CountMeter_NeedsTurn(filter, now, sums);
                else CountGroups_NeedsTurn(filter, now, sums);
                return sums.Rows();
            }
            finally
            {
                LedgerSchema.Run(_connection, "COMMIT");
            }
        }
    }

    /// <summary>Everything that is accounted for, by line.</summary>
    public IReadOnlyList<LineSlots> Totals(DateTimeOffset now)
    {
        lock (_turn)
        {
            var today = LocalDay.At(now, _zone);
            Dictionary<string, (long Expected, Dictionary<SlotState, long> Filled)> lines = new(StringComparer.Ordinal);
            var groups = Groups(new());
            foreach (var (group, expected) in groups)
            {
                var line = lines.GetValueOrDefault(group.Line, (0, []));
                var due = Population(group.Id, today) * group.Schedule.CountDue(LocalDay.Date(today), now, _zone);
                lines[group.Line] = (line.Expected + expected + due, line.Filled);
            }

            var totals = Prepared("SELECT g.line, t.state, SUM(t.slots) FROM total t JOIN grp g ON g.id = t.grp GROUP BY g.line, t.state");
            while (totals.Step())
            {
                var line = lines[totals.Text(0)];
                var state = (SlotState)totals.Long(1);
                if (state != SlotState.NotExpected) line.Filled[state] = totals.Long(2);
                else lines[totals.Text(0)] = (line.Expected - totals.Long(2), line.Filled);
            }

            return [.. lines.OrderBy(line => line.Key, StringComparer.Ordinal).Select(line => new LineSlots(line.Key, line.Value.Expected, line.Value.Filled))];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_turn)
        {
            foreach (var statement in _statements.Values) statement.Dispose();
            _connection.Dispose();
        }
    }

    /// <summary>What has been asked so far, for the test that holds every query to an index.</summary>
    internal IReadOnlyCollection<string> Asked => [.. _statements.Keys, .. _paged];

    private void CountGroups_NeedsTurn(GapFilter filter, DateTimeOffset now, CompletenessSums sums)
    {
        var today = LocalDay.At(now, _zone);
        var (from, to) = Range(filter, today);
        var groups = Groups(filter).ToDictionary(one => one.Group.Id, one => one.Group);
        Dictionary<(string, int), int> slots = [];
        foreach (var (id, changes) in Populations(to))
        {
            if (!groups.TryGetValue(id, out var group)) continue;
            var (streams, next) = (0L, 0);
            for (var day = changes[0].Day; day <= to; day++)
            {
                while (next < changes.Count && changes[next].Day <= day) streams += changes[next++].Streams;
                if (day < from || streams == 0) continue;
                if (!slots.TryGetValue((group.Schedule.Text, day), out var count))
                    slots[(group.Schedule.Text, day)] = count = day < today ? group.Schedule.Count(LocalDay.Date(day), _zone) : group.Schedule.CountDue(LocalDay.Date(day), now, _zone);
                sums.Expect(day, group, streams * count);
            }
        }

        var tally = Prepared("SELECT day, grp, state, slots FROM tally WHERE day >= ?1 AND day <= ?2").Set(1, from).Set(2, to);
        while (tally.Step())
            if (groups.TryGetValue(tally.Long(1), out var group)) sums.Fill((int)tally.Long(0), group, (SlotState)tally.Long(2), tally.Long(3));
    }

    private void CountMeter_NeedsTurn(GapFilter filter, DateTimeOffset now, CompletenessSums sums)
    {
        var today = LocalDay.At(now, _zone);
        var (from, to) = Range(filter, today);
        foreach (var stream in Streams(filter))
        {
            for (var month = MonthOf(Math.Max(from, stream.Since)); month <= MonthOf(Math.Min(to, stream.Until - 1)); month++)
            {
                var states = States(stream, month);
                for (var index = 0; index < MonthStates.Days; index++)
                {
                    var day = DayOf(month, index);
                    if (day < from || day > to || !stream.Expects(day) || states.CountOf(index) == 0) continue;
                    var due = day < today ? states.CountOf(index) : stream.Group.Schedule.CountDue(LocalDay.Date(day), now, _zone);
                    sums.Expect(day, stream.Group, due);
                    foreach (var state in states.Of(index)) sums.Fill(day, stream.Group, (SlotState)state, 1);
                }
            }
        }
    }

    private static (int From, int To) Range(GapFilter filter, int today)
    {
        var to = Math.Min(today, filter.To is { } last ? LocalDay.Number(LocalDate.FromDateOnly(last)) : today);
        var from = filter.From is { } first ? LocalDay.Number(LocalDate.FromDateOnly(first)) : to - 6;
        return (Math.Max(from, today - GapBook.RetentionDays), to);
    }

    private long Population(long group, int day)
    {
        var query = Prepared("SELECT SUM(streams) FROM population WHERE grp = ?1 AND day <= ?2").Set(1, group).Set(2, day);
        var streams = query.Step() ? query.Long(0) : 0;
        query.Reset();
        return streams;
    }

    /// <summary>How many streams begin and end with which days up to <paramref name="last"/>, by group, in rising order: one pass for all groups.</summary>
    private Dictionary<long, List<(int Day, long Streams)>> Populations(int last)
    {
        Dictionary<long, List<(int, long)>> groups = [];
        var query = Prepared("SELECT grp, day, streams FROM population WHERE day <= ?1 ORDER BY grp, day").Set(1, last);
        while (query.Step())
        {
            if (!groups.TryGetValue(query.Long(0), out var changes)) groups.Add(query.Long(0), changes = []);
            changes.Add(((int)query.Long(1), query.Long(2)));
        }

        return groups;
    }

    private List<(GapGroup Group, long Expected)> Groups(GapFilter filter)
    {
        List<(GapGroup, long)> groups = [];
        var query = Prepared("SELECT id, line, area, read, schedule, expected FROM grp WHERE (?1 IS NULL OR line = ?1) AND (?2 IS NULL OR area = ?2) AND (?3 IS NULL OR read = ?3)")
            .Set(1, filter.Line).Set(2, filter.Area).Set(3, filter.Read);
        while (query.Step())
            groups.Add((new() { Id = query.Long(0), Line = query.Text(1), Area = query.Text(2), Read = query.Text(3), Schedule = SlotSchedule.Parse(query.Text(4)) }, query.Long(5)));
        return groups;
    }

    private Statement Prepared(string sql)
    {
        if (_statements.TryGetValue(sql, out var known)) return known;
        return _statements[sql] = new(_connection, sql);
    }

    private static int MonthOf(int day) => LocalDay.MonthOf(LocalDay.Date(day));

    private static int DayOf(int month, int index) => LocalDay.Number(LocalDay.FirstOf(month)) + index;
}
