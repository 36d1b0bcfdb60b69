using AmrCollector.Metering;
using AmrCollector.Storage;
using Microsoft.Data.Sqlite;

namespace AmrCollector.Ledger;

/// <summary>
/// Every operation, append-only, in operations.db of the data folder. Durable when a call returns. Any thread. The column hash is
/// for the chain that will join it to the ledger's.
/// </summary>
public sealed class OperationLog : IDisposable
{
    private const string Schema = """
        CREATE TABLE operation(
          sequence   INTEGER PRIMARY KEY CHECK(sequence >= 1),
          at         INTEGER NOT NULL,
          who        TEXT NOT NULL,
          line       TEXT NOT NULL,
          meter      TEXT NOT NULL,
          permission TEXT NOT NULL,
          frame      TEXT NOT NULL,
          why        TEXT NOT NULL,
          outcome    TEXT NOT NULL,
          hash       BLOB
        ) STRICT;
        CREATE TRIGGER operation_is_never_changed BEFORE UPDATE ON operation
        BEGIN SELECT RAISE(ABORT, 'an operation is never changed'); END;
        CREATE TRIGGER operation_is_never_removed BEFORE DELETE ON operation
        BEGIN SELECT RAISE(ABORT, 'an operation is never removed'); END;
        """;

    private static readonly DatabaseFormat Format = new(Schema);

    private readonly Lock _turn = new();
    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private readonly ClockChanges _clocks = new();

    private OperationLog(SqliteConnection connection, TimeProvider time)
    {
        (_connection, _time) = (connection, time);
        using var query = new Statement(connection, "SELECT who, line, meter, permission, frame, why, outcome, at FROM operation WHERE permission = ?1 AND at > ?2 ORDER BY sequence");
        query.Set(1, ClockChanges.Permission).Set(2, (time.GetUtcNow() - ClockChanges.Kept).ToUnixTimeMilliseconds());
        while (query.Step()) _clocks.Note(DateTimeOffset.FromUnixTimeMilliseconds(query.Long(7)), Row(query));
        _clocks.EndOfHistory();
    }

    /// <summary>Opens or creates operations.db in <paramref name="folder"/>; <see cref="LedgerException"/> when it cannot be used.</summary>
    public static OperationLog Open(string folder, TimeProvider time)
    {
        var file = Path.Combine(folder, "operations.db");
        SqliteConnection? connection = null;
        try
        {
            Directory.CreateDirectory(folder);
            connection = LedgerSchema.Open(file, SqliteOpenMode.ReadWriteCreate);
            foreach (var pragma in (string[])["busy_timeout=5000", "journal_mode=WAL", "synchronous=FULL"]) LedgerSchema.Run(connection, $"PRAGMA {pragma}");
            Format.BringOrRefuse(connection, file);
            return new(connection, time);
        }
        catch (LedgerException)
        {
            connection?.Dispose();
            throw;
        }
        catch (SqliteException e)
        {
            connection?.Dispose();
            throw new LedgerException(e.IsCorrupt() ? LedgerFault.Corrupt : LedgerFault.Unreachable, $"{file} cannot be used: {e.Sentence()}. It says who wrote what to which meter.", e);
        }
    }

    /// <summary>Adds a row; <see cref="LedgerException"/> when it cannot be made durable: then nothing may be sent.</summary>
    public void Append(Operation operation)
    {
        lock (_turn)
        {
            try
            {
                using var insert = new Statement(
                    _connection, "INSERT INTO operation(at, who, line, meter, permission, frame, why, outcome) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
                var now = _time.GetUtcNow();
                insert.Set(1, now.ToUnixTimeMilliseconds()).Set(2, operation.Who).Set(3, operation.Line).Set(4, operation.Meter)
                    .Set(5, operation.Permission).Set(6, operation.Frame).Set(7, operation.Why).Set(8, operation.Outcome).Run();
                _clocks.Note(now, operation);
            }
            catch (SqliteException e)
            {
                throw new LedgerException(LedgerFault.Unreachable, $"The operation cannot be recorded: {e.Sentence()}.", e);
            }
        }
    }

    /// <summary>The newest rows, oldest of them first.</summary>
    public IReadOnlyList<Operation> Last(int count)
    {
        lock (_turn)
        {
            using var query = new Statement(
                _connection, "SELECT who, line, meter, permission, frame, why, outcome FROM operation ORDER BY sequence DESC LIMIT ?1");
            query.Set(1, count);
            List<Operation> rows = [];
            while (query.Step()) rows.Add(Row(query));
            rows.Reverse();
            return rows;
        }
    }

    /// <summary>When <paramref name="who"/> last did what <paramref name="permission"/> allows, by line and meter, UTC; "all" of a line for a broadcast.</summary>
    public IReadOnlyDictionary<(string Line, string Meter), DateTimeOffset> LastOf(string who, string permission)
    {
        lock (_turn)
        {
            using var query = new Statement(_connection, "SELECT line, meter, max(at) FROM operation WHERE who = ?1 AND permission = ?2 GROUP BY line, meter");
            query.Set(1, who).Set(2, permission);
            Dictionary<(string, string), DateTimeOffset> last = [];
            while (query.Step()) last[(query.Text(0), query.Text(1))] = DateTimeOffset.FromUnixTimeMilliseconds(query.Long(2));
            return last;
        }
    }

    /// <summary>How the clock of <paramref name="meter"/> was changed from here in the last 70 days, oldest first.</summary>
    public IReadOnlyList<ClockChange> ClockChangesOf(Meter meter)
    {
        lock (_turn) return _clocks.Of(meter);
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static Operation Row(Statement query) =>
        new(query.Text(0), query.Text(1), query.Text(2), query.Text(3), query.Text(4), query.Text(5), query.Text(6));
}
