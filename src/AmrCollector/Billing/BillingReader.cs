using AmrCollector.Ledger;
using AmrCollector.Metering;
using Microsoft.Data.Sqlite;

namespace AmrCollector.Billing;

/// <summary>Looks into the book of billing reads, also while the service writes it. Every question goes by an index. Any thread.</summary>
public sealed class BillingReader : IDisposable
{
    private const string Standing = "NOT EXISTS(SELECT 1 FROM read r WHERE r.replaces = e.number)";
    private const string Place = "(instant, cause <> 3, due_at)"; // an exchange's last register comes before what else is read at its instant

    private readonly Lock _turn = new();
    private readonly SqliteConnection _connection;
    private readonly bool _owns;
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    internal BillingReader(SqliteConnection connection, bool owns) => (_connection, _owns) = (connection, owns);

    /// <summary>Opens the book in the ledger's <paramref name="folder"/> for reading; null when nothing was ever billed there.</summary>
    /// <exception cref="LedgerException">It is damaged or newer.</exception>
    public static BillingReader? Open(string folder)
    {
        var file = BillingBook.FileOf(folder);
        if (!File.Exists(file)) return null;
        SqliteConnection? connection = null;
        try
        {
            connection = LedgerSchema.Open(file, SqliteOpenMode.ReadOnly);
            LedgerSchema.Run(connection, "PRAGMA busy_timeout=5000");
            BillingBook.CheckVersion(connection, file);
            return new(connection, owns: true);
        }
        catch (SqliteException e)
        {
            connection?.Dispose();
            throw new LedgerException(e.IsCorrupt() ? LedgerFault.Corrupt : LedgerFault.Unreachable, $"{file} cannot be read: {e.Sentence()}.", e);
        }
    }

    /// <summary>The read in force of a due read and register, withdrawn ones included; null when none was issued.</summary>
    public BillingRead? Of(MeterId meter, ObisCode item, DateTimeOffset dueAt, BillingCause cause) => One(
        $"WHERE meter = ?1 AND item = ?2 AND due_at = ?3 AND cause = ?4 AND {Standing} LIMIT 1",
        query => query.Set(1, meter.Value).Set(2, item.ToString()).Set(3, dueAt.ToUnixTimeMilliseconds()).Set(4, (long)cause));

    /// <summary>The read of that number, or null.</summary>
    public BillingRead? Find(long number) => One("WHERE number = ?1", query => query.Set(1, number));

    /// <summary>The last read of the register in force before a place on its line.</summary>
    public BillingRead? Before(MeterId meter, ObisCode item, DateTimeOffset instant, BillingCause cause, DateTimeOffset dueAt) => One(
        $"WHERE meter = ?1 AND item = ?2 AND instant <= ?3 AND {Place} < (?3, ?4, ?5) AND value IS NOT NULL AND {Standing} ORDER BY instant DESC, cause <> 3 DESC, due_at DESC LIMIT 1",
        query => Placed(query, meter, item, instant, cause, dueAt));

    /// <summary>The first read of the register in force after a place on its line.</summary>
    public BillingRead? After(MeterId meter, ObisCode item, DateTimeOffset instant, BillingCause cause, DateTimeOffset dueAt) => One(
        $"WHERE meter = ?1 AND item = ?2 AND instant >= ?3 AND {Place} > (?3, ?4, ?5) AND value IS NOT NULL AND {Standing} ORDER BY instant, cause <> 3, due_at LIMIT 1",
        query => Placed(query, meter, item, instant, cause, dueAt));

    /// <summary>Reads of a meter in force that orders made due.</summary>
    public IReadOnlyList<BillingRead> OfOrders(MeterId meter) => Many(
        $"WHERE meter = ?1 AND cause <> 0 AND value IS NOT NULL AND {Standing}", query => query.Set(1, meter.Value));

    /// <summary>Reads in force that were due on the day, by meter and register: those of meters after <paramref name="after"/> up to <paramref name="until"/>; null is no limit.</summary>
    public IReadOnlyList<BillingRead> OfDay(DateOnly day, MeterId? after = null, MeterId? until = null) => Many(
        $"WHERE day = ?1 AND meter > ?2 AND (?3 IS NULL OR meter <= ?3) AND {Standing} ORDER BY meter, item",
        query => query.Set(1, BillingRow.Number(day)).Set(2, after?.Value ?? "").Set(3, until?.Value));

    /// <summary>Of each read in force that was due on the day: whose, which register, what it is. Cheap enough for every meter of a large site.</summary>
    public IReadOnlyList<(MeterId Meter, ObisCode Item, BillingCause Cause, BillingState State)> StatesOf(DateOnly day)
    {
        lock (_turn)
        {
            var query = Prepared($"SELECT meter, item, cause, state FROM read e WHERE day = ?1 AND {Standing}").Set(1, BillingRow.Number(day));
            List<(MeterId, ObisCode, BillingCause, BillingState)> states = [];
            while (query.Step()) states.Add((new(query.Text(0)), ObisCode.Parse(query.Text(1)), (BillingCause)query.Long(2), (BillingState)query.Long(3)));
            return states;
        }
    }

    /// <summary>Every read after a number in the order in which they were issued, replaced ones included; at most <paramref name="limit"/>.</summary>
    public IReadOnlyList<BillingRead> Issued(long after, DateOnly? day, int limit) => Many(
        "WHERE number > ?1 AND (?2 IS NULL OR day = ?2) ORDER BY number LIMIT ?3",
        query => query.Set(1, after).Set(2, day is { } one ? BillingRow.Number(one) : null).Set(3, limit));

    /// <summary>The newest read's number and hash; 0 and empty in a new book.</summary>
    public (long Number, string Hash) Head()
    {
        var newest = One("ORDER BY number DESC LIMIT 1", query => query);
        return newest is null ? (0, "") : (newest.Number, newest.Hash);
    }

    /// <summary>Computes every hash again; null when all is as it was issued, else what is wrong first.</summary>
    public string? Verify(CancellationToken cancellationToken)
    {
        const int Chunk = 5000;
        var (number, hash) = (0L, BillingRow.Genesis(Fact("ledger") ?? ""));
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var reads = Issued(number, null, Chunk);
            if (reads.Count == 0) return null;
            foreach (var read in reads)
            {
                if (read.Number != number + 1) return $"Billing read {BillingRead.IdOf(number + 1)} is missing";
                hash = BillingRow.Hash(read, hash);
                if (Convert.ToHexStringLower(hash) != read.Hash) return $"Billing read {read.Id} is not what was issued";
                number = read.Number;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_turn)
        {
            foreach (var statement in _statements.Values) statement.Dispose();
            _statements.Clear();
            if (_owns) _connection.Dispose();
        }
    }

    internal string? Fact(string key)
    {
        lock (_turn)
        {
            var query = Prepared("SELECT value FROM meta WHERE key = ?1").Set(1, key);
            if (!query.Step()) return null;
            var value = query.Text(0);
            query.Reset();
            return value;
        }
    }

    private static Statement Placed(Statement query, MeterId meter, ObisCode item, DateTimeOffset instant, BillingCause cause, DateTimeOffset dueAt) => query
        .Set(1, meter.Value).Set(2, item.ToString()).Set(3, instant.ToUnixTimeMilliseconds()).Set(4, cause != BillingCause.Exchange).Set(5, dueAt.ToUnixTimeMilliseconds());

    private BillingRead? One(string where, Func<Statement, Statement> bind) => Many(where, bind) is [var read, ..] ? read : null;

    private List<BillingRead> Many(string where, Func<Statement, Statement> bind)
    {
        lock (_turn)
        {
            var query = bind(Prepared($"SELECT {BillingSchema.Columns} FROM read e {where}"));
            List<BillingRead> reads = [];
            while (query.Step()) reads.Add(BillingRow.Read(query));
            return reads;
        }
    }

    private Statement Prepared(string sql) => _statements.TryGetValue(sql, out var known) ? known : _statements[sql] = new(_connection, sql);
}
