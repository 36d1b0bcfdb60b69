using System.Globalization;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using Microsoft.Data.Sqlite;

namespace AmrCollector.Gaps;

/// <summary>gaps.db as it is written: one connection, one thread at a time. Whoever calls brackets it with <see cref="Run"/> BEGIN and COMMIT.</summary>
internal sealed class GapStore : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    private GapStore(SqliteConnection connection) => _connection = connection;

    /// <summary>The file in a data folder.</summary>
    internal static string FileIn(string folder) => Path.Combine(folder, "gaps.db");

    /// <summary>
    /// Opens or creates gaps.db. Its contents follow from the ledger, so a damaged file, or one of another format, is put aside as
    /// gaps.db.aside and made anew.
    /// </summary>
    internal static GapStore Open(string folder)
    {
        Directory.CreateDirectory(folder);
        var file = FileIn(folder);
        try
        {
            if (TryOpen(file) is { } good) return good;
        }
        catch (SqliteException e) when (e.IsCorrupt())
        {
            // Put aside below.
        }

        PutAside(folder);
        return TryOpen(file)!;
    }

    internal static void PutAside(string folder)
    {
        var file = FileIn(folder);
        File.Move(file, file + ".aside", overwrite: true);
        foreach (var rest in (string[])["-wal", "-shm"]) File.Delete(file + rest);
    }

    internal void Run(string sql) => LedgerSchema.Run(_connection, sql);

    internal string? Meta(string key)
    {
        var query = Prepared("SELECT value FROM meta WHERE key = ?1").Set(1, key);
        var value = query.Step() ? query.Text(0) : null;
        query.Reset();
        return value;
    }

    internal void SetMeta(string key, string value) =>
        Prepared("INSERT INTO meta(key, value) VALUES(?1, ?2) ON CONFLICT(key) DO UPDATE SET value = excluded.value").Set(1, key).Set(2, value).Run();

    internal List<GapGroup> Groups()
    {
        List<GapGroup> groups = [];
        var query = Prepared("SELECT id, line, area, read, schedule FROM grp");
        while (query.Step())
            groups.Add(new() { Id = query.Long(0), Line = query.Text(1), Area = query.Text(2), Read = string.Intern(query.Text(3)), Schedule = SlotSchedule.Parse(query.Text(4)) });
        return groups;
    }

    internal List<GapStream> Streams(IReadOnlyDictionary<long, GapGroup> groups)
    {
        List<GapStream> streams = [];
        var query = Prepared("SELECT id, meter, grp, memory, since, until FROM stream ORDER BY id");
        while (query.Step())
        {
            streams.Add(new()
            {
                Id = query.Long(0),
                Meter = new(query.Text(1)),
                Group = groups[query.Long(2)],
                Memory = (int)query.Long(3),
                Since = (int)query.Long(4),
                Until = (int)query.Long(5),
            });
        }

        return streams;
    }

    internal GapGroup AddGroup(string line, string area, string read, SlotSchedule schedule)
    {
        Prepared("INSERT INTO grp(line, area, read, schedule) VALUES(?1, ?2, ?3, ?4)").Set(1, line).Set(2, area).Set(3, read).Set(4, schedule.Text).Run();
        return new() { Id = LastId(), Line = line, Area = area, Read = read, Schedule = schedule };
    }

    /// <summary>A new stream. Whoever adds it counts it among the population of its group.</summary>
    internal GapStream AddStream(MeterId meter, GapGroup group, int memory, int since)
    {
        Prepared("INSERT INTO stream(meter, grp, memory, since, until) VALUES(?1, ?2, ?3, ?4, ?5)")
            .Set(1, meter.Value).Set(2, group.Id).Set(3, memory).Set(4, since).Set(5, int.MaxValue).Run();
        return new() { Id = LastId(), Meter = meter, Group = group, Memory = memory, Since = since, Until = int.MaxValue };
    }

    internal void Change(GapStream stream) =>
        Prepared("UPDATE stream SET memory = ?2, since = ?3, until = ?4 WHERE id = ?1")
            .Set(1, stream.Id).Set(2, stream.Memory).Set(3, stream.Since).Set(4, stream.Until).Run();

    internal void AddPopulation(long group, int day, int streams) =>
        Prepared("INSERT INTO population(grp, day, streams) VALUES(?1, ?2, ?3) ON CONFLICT(grp, day) DO UPDATE SET streams = streams + excluded.streams")
            .Set(1, group).Set(2, day).Set(3, streams).Run();

    internal void AddExpected(long group, long slots) =>
        Prepared("UPDATE grp SET expected = expected + ?2 WHERE id = ?1").Set(1, group).Set(2, slots).Run();

    /// <summary>The packed month and its gaps; null when nothing is known of it.</summary>
    internal (byte[] Slots, int Gaps)? Month(long stream, int month)
    {
        var query = Prepared("SELECT slots, gaps FROM month WHERE stream = ?1 AND month = ?2").Set(1, stream).Set(2, month);
        (byte[], int)? found = query.Step() ? (query.Blob(0), (int)query.Long(1)) : null;
        query.Reset();
        return found;
    }

    internal void PutMonth(long stream, int month, int gaps, byte[] slots) =>
        Prepared("INSERT INTO month(stream, month, gaps, slots) VALUES(?1, ?2, ?3, ?4) ON CONFLICT(stream, month) DO UPDATE SET gaps = excluded.gaps, slots = excluded.slots")
            .Set(1, stream).Set(2, month).Set(3, gaps).Set(4, slots).Run();

    /// <summary>Leaves nothing but which ledger and zone it is of.</summary>
    internal void Empty()
    {
        foreach (var table in (string[])["month", "tally", "total", "arrival", "wrong", "population", "stream", "grp"]) Prepared($"DELETE FROM {table}").Run();
        Prepared("DELETE FROM meta WHERE key IN ('applied', 'closed')").Run();
    }

    internal void DropMonthsBefore(long stream, int month) =>
        Prepared("DELETE FROM month WHERE stream = ?1 AND month < ?2").Set(1, stream).Set(2, month).Run();

    internal void DropTalliesBefore(int day)
    {
        foreach (var table in (string[])["tally", "arrival", "wrong"]) Prepared($"DELETE FROM {table} WHERE day < ?1").Set(1, day).Run();
    }

    internal void AddArrival(int day, long group, Arrival came, long slots)
    {
        if (slots == 0) return;
        Prepared("INSERT INTO arrival(day, grp, came, slots) VALUES(?1, ?2, ?3, ?4) ON CONFLICT(day, grp, came) DO UPDATE SET slots = slots + excluded.slots")
            .Set(1, day).Set(2, group).Set(3, (long)came).Set(4, slots).Run();
    }

    internal void AddWrong(int day, long group, MeterId meter) =>
        Prepared("INSERT OR IGNORE INTO wrong(day, grp, meter) VALUES(?1, ?2, ?3)").Set(1, day).Set(2, group).Set(3, meter.Value).Run();

    /// <summary>Streams with gaps on closed days, by number, and the months that have them; one step of an index each.</summary>
    internal List<(long Stream, int Month)> MonthsWithGaps(long afterStream, int afterMonth, int most)
    {
        List<(long, int)> found = [];
        var query = Prepared("SELECT stream, month FROM month INDEXED BY month_gaps WHERE gaps > 0 AND (stream, month) > (?1, ?2) ORDER BY stream, month LIMIT ?3")
            .Set(1, afterStream).Set(2, afterMonth).Set(3, most);
        while (query.Step()) found.Add((query.Long(0), (int)query.Long(1)));
        return found;
    }

    internal void AddTally(int day, long group, SlotState state, long slots)
    {
        if (slots == 0) return;
        Prepared("INSERT INTO tally(day, grp, state, slots) VALUES(?1, ?2, ?3, ?4) ON CONFLICT(day, grp, state) DO UPDATE SET slots = slots + excluded.slots")
            .Set(1, day).Set(2, group).Set(3, (long)state).Set(4, slots).Run();
        Prepared("INSERT INTO total(grp, state, slots) VALUES(?1, ?2, ?3) ON CONFLICT(grp, state) DO UPDATE SET slots = slots + excluded.slots")
            .Set(1, group).Set(2, (long)state).Set(3, slots).Run();
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        _connection.Dispose();
    }

    private static GapStore? TryOpen(string file)
    {
        var connection = LedgerSchema.Open(file, SqliteOpenMode.ReadWriteCreate);
        try
        {
            // NORMAL: a power cut may take the last commits, and the mark of what was applied goes back with them.
            foreach (var pragma in (string[])["busy_timeout=5000", "journal_mode=WAL", "synchronous=NORMAL", "cache_size=-4000"]) LedgerSchema.Run(connection, $"PRAGMA {pragma}");
            using var version = new Statement(connection, "PRAGMA user_version");
            var found = version.Step() ? version.Long(0) : 0;
            version.Reset();
            if (found == 0) LedgerSchema.Run(connection, string.Create(CultureInfo.InvariantCulture, $"BEGIN IMMEDIATE; {GapSchema.Sql} PRAGMA user_version={GapSchema.Version}; COMMIT"));
            if (found > GapSchema.Version) throw new LedgerException(LedgerFault.Newer, $"{file} has format {found}, this program knows up to {GapSchema.Version}. Install the version that wrote it, or a later one; the file was not touched.");
            if (found is 0 or GapSchema.Version)
            {
                LedgerSchema.Run(connection, KpiSchema.Sql);
                return new(connection);
            }

            connection.Dispose();
            return null;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private long LastId()
    {
        var query = Prepared("SELECT last_insert_rowid()");
        query.Step();
        var id = query.Long(0);
        query.Reset();
        return id;
    }

    private Statement Prepared(string sql)
    {
        if (_statements.TryGetValue(sql, out var known)) return known;
        return _statements[sql] = new(_connection, sql);
    }
}
