using AmrCollector.Storage;
using Microsoft.Data.Sqlite;

namespace AmrCollector.Reports;

/// <summary>
/// Messages that could not become readings, in reports.db of the data folder: so many a gateway and day are kept with their bytes, the
/// others are only counted, and after 30 days of a clock that is trusted they go. On disk when <see cref="Store"/> returns. One thread at a time.
/// </summary>
public sealed class DeadLetterStore : IDisposable
{
    /// <summary>Letters kept of one gateway on one UTC day.</summary>
    public const int MostOfGateway = 100;

    private const int MostLetters = 20_000;
    private const int MostGateways = 2_000;
    private const string Others = "(others)";
    private static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    private static readonly DatabaseFormat Format = new(
        """
        CREATE TABLE IF NOT EXISTS letter(
          id INTEGER PRIMARY KEY, at INTEGER NOT NULL, broker TEXT NOT NULL, gateway TEXT NOT NULL, topic TEXT NOT NULL,
          payload BLOB NOT NULL, length INTEGER NOT NULL, fault INTEGER NOT NULL, reason TEXT NOT NULL) STRICT;
        CREATE INDEX IF NOT EXISTS letter_of_day ON letter(at);
        CREATE TABLE IF NOT EXISTS refused(
          broker TEXT NOT NULL, gateway TEXT NOT NULL, fault INTEGER NOT NULL, count INTEGER NOT NULL,
          first INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY(broker, gateway, fault)) STRICT, WITHOUT ROWID;
        """);

    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private readonly Func<bool> _isClockTrusted;
    private readonly HashSet<(string Broker, string Gateway)> _gateways = [];
    private readonly Dictionary<(string Broker, string Gateway), int> _today = [];
    private DateOnly _day;
    private DateOnly _pruned;

    /// <summary>
    /// Opens or creates reports.db in <paramref name="folder"/>; <see cref="SqliteException"/> when it cannot be. By a clock of which
    /// <paramref name="isClockTrusted"/> says false nothing is too old; null: it always is.
    /// </summary>
    public DeadLetterStore(string folder, TimeProvider time, Func<bool>? isClockTrusted = null)
    {
        (_time, _isClockTrusted) = (time, isClockTrusted ?? (() => true));
        Directory.CreateDirectory(folder);
        _connection = new(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "reports.db"), Pooling = false }.ToString());
        _connection.Open();
        using var command = _connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL";
        command.ExecuteNonQuery();
        Format.Bring(_connection, _connection.DataSource);
        command.CommandText = "SELECT DISTINCT broker, gateway FROM refused";
        using var rows = command.ExecuteReader();
        while (rows.Read()) _gateways.Add((rows.GetString(0), rows.GetString(1)));
    }

    /// <summary>Stores or counts all of them in one transaction. Throws <see cref="SqliteException"/> and stores none when the disk will not have them.</summary>
    public void Store(IReadOnlyList<DeadLetter> letters)
    {
        ArgumentNullException.ThrowIfNull(letters);
        var now = _time.GetUtcNow();
        BeginDay(now);
        Prune(now);
        Dictionary<(string Broker, string Gateway), int> today = [];
        using (var transaction = _connection.BeginTransaction())
        {
            foreach (var letter in letters)
            {
                var key = (letter.Broker, Gateway: GatewayOf(letter));
                Count(letter, key.Gateway, now);
                var kept = _today.GetValueOrDefault(key) + today.GetValueOrDefault(key);
                if (kept >= MostOfGateway) continue;
                Keep(letter, key.Gateway, now);
                today[key] = today.GetValueOrDefault(key) + 1;
            }

            Run("DELETE FROM letter WHERE id <= (SELECT max(id) FROM letter) - $most", ("$most", MostLetters));
            transaction.Commit();
        }

        foreach (var (key, count) in today) _today[key] = _today.GetValueOrDefault(key) + count;
        foreach (var letter in letters) _gateways.Add((letter.Broker, GatewayOf(letter)));
    }

    /// <summary>The newest letters, newest first.</summary>
    public IReadOnlyList<DeadLetter> Newest(int count)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT broker, gateway, topic, payload, length, fault, reason FROM letter ORDER BY id DESC LIMIT $count";
        command.Parameters.AddWithValue("$count", count);
        List<DeadLetter> letters = [];
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            letters.Add(new(
                rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetFieldValue<byte[]>(3), rows.GetInt32(4), (ReportFault)rows.GetInt32(5), rows.GetString(6)));
        }

        return letters;
    }

    /// <summary>How many messages were ever refused, kept or not.</summary>
    public long Refused()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT coalesce(sum(count), 0) FROM refused";
        return (long)command.ExecuteScalar()!;
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    // A gateway that invents names fills one row, not the disk.
    private string GatewayOf(DeadLetter letter) => _gateways.Count < MostGateways || _gateways.Contains((letter.Broker, letter.Gateway)) ? letter.Gateway : Others;

    private void BeginDay(DateTimeOffset now)
    {
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        if (day == _day) return;
        _today.Clear();
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT broker, gateway, count(*) FROM letter WHERE at >= $midnight GROUP BY broker, gateway";
        command.Parameters.AddWithValue("$midnight", new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds());
        using var rows = command.ExecuteReader();
        while (rows.Read()) _today[(rows.GetString(0), rows.GetString(1))] = rows.GetInt32(2);
        _day = day;
    }

    private void Prune(DateTimeOffset now)
    {
        if (_pruned == _day || !_isClockTrusted()) return;
        Run("DELETE FROM letter WHERE at < $before", ("$before", (now - Retention).ToUnixTimeMilliseconds()));
        _pruned = _day;
    }

    private void Count(DeadLetter letter, string gateway, DateTimeOffset now) => Run(
        """
        INSERT INTO refused(broker, gateway, fault, count, first, last) VALUES($broker, $gateway, $fault, 1, $now, $now)
        ON CONFLICT DO UPDATE SET count = count + 1, last = $now
        """,
        ("$broker", letter.Broker), ("$gateway", gateway), ("$fault", (int)letter.Fault), ("$now", now.ToUnixTimeMilliseconds()));

    private void Keep(DeadLetter letter, string gateway, DateTimeOffset now) => Run(
        "INSERT INTO letter(at, broker, gateway, topic, payload, length, fault, reason) VALUES($at, $broker, $gateway, $topic, $payload, $length, $fault, $reason)",
        ("$at", now.ToUnixTimeMilliseconds()), ("$broker", letter.Broker), ("$gateway", gateway), ("$topic", letter.Topic),
        ("$payload", letter.Payload.ToArray()), ("$length", letter.PayloadLength), ("$fault", (int)letter.Fault), ("$reason", letter.Reason));

    private void Run(string sql, params (string Name, object Value)[] values)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }
}
