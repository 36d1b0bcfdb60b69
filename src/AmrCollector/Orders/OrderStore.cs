using AmrCollector.Ledger;
using AmrCollector.Metering;
using Microsoft.Data.Sqlite;

namespace AmrCollector.Orders;

/// <summary>
/// All orders and what was accepted of the meter list, in orders.db of the ledger's folder: a chain of acts that is checked when it is
/// opened and only ever grows. Every change is durable when the call returns. Any thread.
/// </summary>
public sealed partial class OrderStore : IDisposable
{
    private readonly Lock _turn = new();
    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private readonly Dictionary<MeterId, AcceptedRow> _accepted = [];
    private OrderBook _book = OrderBook.Empty;
    private byte[] _head = Act.Genesis;
    private long _sequence;
    private long _number;

    private OrderStore(SqliteConnection connection, TimeProvider time) => (_connection, _time) = (connection, time);

    /// <summary>The orders as they are now; takes no lock.</summary>
    public OrderBook Book => Volatile.Read(ref _book);

    /// <summary>Opens or creates orders.db in <paramref name="folder"/>; <see cref="LedgerException"/> when it cannot be used or its chain is broken.</summary>
    public static OrderStore Open(string folder, TimeProvider time)
    {
        var file = Path.Combine(folder, "orders.db");
        SqliteConnection? connection = null;
        try
        {
            Directory.CreateDirectory(folder);
            connection = LedgerSchema.Open(file, SqliteOpenMode.ReadWriteCreate);
            foreach (var pragma in (string[])["busy_timeout=5000", "journal_mode=WAL", "synchronous=FULL"]) LedgerSchema.Run(connection, $"PRAGMA {pragma}");
            OrderSchema.Format.BringOrRefuse(connection, file);
            OrderStore store = new(connection, time);
            store.Load(file);
            return store;
        }
        catch (SqliteException e)
        {
            connection?.Dispose();
            throw new LedgerException(e.IsCorrupt() ? LedgerFault.Corrupt : LedgerFault.Unreachable, $"{file} cannot be used: {e.Sentence()}. It says which ratio bills which meter; nothing is collected without it.", e);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>What of <paramref name="list"/> changed without a dated order, as the files in <paramref name="folder"/> are now; nothing is written. A service may run on them.</summary>
    public static IReadOnlyList<(MeterId Meter, string Sentence)> FaultsOf(string folder, IReadOnlyList<Meter> list, TimeProvider time)
    {
        var file = Path.Combine(folder, "orders.db");
        if (!File.Exists(file)) return [];
        try
        {
            var connection = LedgerSchema.Open(file, SqliteOpenMode.ReadOnly);
            using OrderStore store = new(connection, time);
            LedgerSchema.Run(connection, "PRAGMA busy_timeout=5000");
            store.Load(file);
            return MasterCheck.Of(list, store.Accepted, store.Book).Faults;
        }
        catch (Exception e) when (e is SqliteException or LedgerException)
        {
            return []; // who opens it for good tells what is wrong with it
        }
    }

    /// <summary>What was accepted last of the list's row of <paramref name="meter"/>, and when; null before the first time.</summary>
    public (MasterRecord Record, DateTimeOffset At)? Accepted(MeterId meter)
    {
        lock (_turn) return _accepted.TryGetValue(meter, out var known) ? (known.Last, known.At) : null;
    }

    /// <summary>What the list said of <paramref name="meter"/> when it was first accepted; null before.</summary>
    public MasterRecord? FirstOf(MeterId meter)
    {
        lock (_turn) return _accepted.TryGetValue(meter, out var known) ? known.First : null;
    }

    /// <summary>Keeps what the list says of these meters now, in one transaction.</summary>
    public void Accept(IReadOnlyList<(MeterId Meter, MasterRecord Record)> rows)
    {
        if (rows.Count == 0) return;
        lock (_turn)
        {
            var now = _time.GetUtcNow();
            Write_NeedsLock(() => rows.Select(row => (ActKind.ListAccepted, 0L, row.Meter, OrderText.Of(row.Record), "")), "meter list", now, null);
            foreach (var (meter, record) in rows) Accepted_NeedsLock(meter, record, now);
        }
    }

    /// <summary>
    /// Files orders, all or none. With a <paramref name="key"/> that was used before for the very same <paramref name="digest"/> nothing is
    /// filed and the orders of that time come back; for another, <see cref="OrderConflictException"/>.
    /// </summary>
    public IReadOnlyList<FiledOrder> Enter(IReadOnlyList<Order> orders, string who, string? key, string digest)
    {
        lock (_turn)
        {
            if (key is not null && Answered_NeedsLock(key, digest) is { } before) return before;
            var now = _time.GetUtcNow();
            var number = _number;
            List<FiledOrder> filed = [.. orders.Select(order => new FiledOrder { Number = ++number, Order = order, EnteredBy = who, EnteredAt = now })];
            Write_NeedsLock(
                () => filed.Select(one => (ActKind.Entered, one.Number, one.Order.Meter, OrderText.Of(one.Order), one.Order.Reason)), who, now,
                key is null ? null : (key, digest, string.Join(' ', filed.Select(one => one.Number))));
            _number = number;
            foreach (var one in filed) Publish_NeedsLock(one);
            return filed;
        }
    }

    /// <summary>What a request with <paramref name="key"/> has filed; null when there was none, <see cref="OrderConflictException"/> when it said something else.</summary>
    public IReadOnlyList<FiledOrder>? Answered(string key, string digest)
    {
        lock (_turn) return Answered_NeedsLock(key, digest);
    }

    /// <summary>Withdraws an order; <see cref="KeyNotFoundException"/> when there is none, <see cref="OrderConflictException"/> when it is withdrawn already.</summary>
    public FiledOrder Withdraw(long number, string who, string why)
    {
        lock (_turn)
        {
            var known = Find(number) ?? throw new KeyNotFoundException($"there is no order O-{number}");
            if (!known.IsInForce) throw new OrderConflictException($"{known.Id} was withdrawn already by {known.WithdrawnBy}: {known.WithdrawnFor}");
            var now = _time.GetUtcNow();
            Write_NeedsLock(() => [(ActKind.Withdrawn, number, known.Order.Meter, "", why)], who, now, null);
            var withdrawn = known with { WithdrawnBy = who, WithdrawnAt = now, WithdrawnFor = why };
            Publish_NeedsLock(withdrawn);
            return withdrawn;
        }
    }

    /// <summary>The order of that number, or null.</summary>
    public FiledOrder? Find(long number)
    {
        var book = Book;
        return book.Meters.SelectMany(book.Of).FirstOrDefault(filed => filed.Number == number);
    }

    /// <summary>Orders by number; of one meter when asked.</summary>
    public IReadOnlyList<FiledOrder> List(MeterId? meter = null)
    {
        var book = Book;
        var found = meter is { } one ? book.Of(one) : book.Meters.SelectMany(book.Of);
        return [.. found.OrderBy(filed => filed.Number)];
    }

    /// <summary>The ledger has followed everything that was done to these orders until now.</summary>
    public void MarkFollowed(IEnumerable<long> numbers)
    {
        lock (_turn)
        {
            using var insert = new Statement(_connection, "INSERT OR IGNORE INTO followed(sequence) SELECT sequence FROM act WHERE number = ?1");
            foreach (var number in numbers) insert.Set(1, number).Run();
        }
    }

    /// <summary>Orders that the ledger has not followed, as they are now: the process ended in between.</summary>
    public IReadOnlyList<FiledOrder> Unfollowed()
    {
        lock (_turn)
        {
            using var query = new Statement(_connection, "SELECT DISTINCT number FROM act WHERE act <> 2 AND sequence NOT IN (SELECT sequence FROM followed) ORDER BY number");
            List<FiledOrder> found = [];
            while (query.Step()) if (Find(query.Long(0)) is { } filed) found.Add(filed);
            return found;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private void Publish_NeedsLock(FiledOrder filed)
    {
        var book = _book.With(filed);
        if (_accepted.TryGetValue(filed.Order.Meter, out var known)) book = book.WithFirst(filed.Order.Meter, known.First);
        Volatile.Write(ref _book, book);
    }

    /// <summary>From now on the rows of <paramref name="list"/> stand for what was accepted of them: they are in memory for as long as they are in force.</summary>
    public void Share(IEnumerable<Meter> list)
    {
        lock (_turn)
        {
            foreach (var meter in list)
                if (_accepted.Remove(meter.Id, out var known)) _accepted.Add(meter.Id, known.SharedWith(meter));
            _accepted.TrimExcess();
        }
    }

    private void Accepted_NeedsLock(MeterId meter, MasterRecord record, DateTimeOffset at)
    {
        var first = _accepted.TryGetValue(meter, out var known) ? known.First : record;
        _accepted[meter] = new(first, record, at);
        if (!_book.IsPlain(meter)) Volatile.Write(ref _book, _book.WithFirst(meter, first));
    }

    private IReadOnlyList<FiledOrder>? Answered_NeedsLock(string key, string digest)
    {
        using var query = new Statement(_connection, "SELECT digest, orders FROM request WHERE key = ?1");
        query.Set(1, key);
        if (!query.Step()) return null;
        if (query.Text(0) != digest) throw new OrderConflictException($"the key '{key}' was used before for other orders; use a new one for each request");
        return [.. query.Text(1).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => Find(long.Parse(text, System.Globalization.CultureInfo.InvariantCulture))).OfType<FiledOrder>()];
    }
}
