using System.Threading.Channels;
using AmrCollector.Metering;
using Microsoft.Data.Sqlite;

namespace AmrCollector.Observations;

/// <summary>
/// Compact history of what is never billed (design.md §3), in observations.db beside the ledger: one writer, committed about once
/// a second, with a retention. What is under way when the process dies is lost; nothing of it was acknowledged to anybody.
/// </summary>
public sealed class ObservationStore : IDisposable
{
    private const int MostWaiting = 50_000;
    private const int MostPerCommit = 5_000;
    private static readonly TimeSpan CommitEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PruneEvery = TimeSpan.FromHours(6);

    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private readonly TimeSpan _retention;
    private readonly Channel<Observation> _waiting;
    private readonly Dictionary<(MeterId, ObisCode), long> _series = [];
    private readonly Action<IReadOnlyList<Observation>> _kept;
    private readonly Func<ObisCode, bool> _isFollowed;
    private readonly Func<bool> _isClockTrusted;
    private readonly Lock _reading = new();
    private long _stored;
    private long _forgotten;

    /// <summary>Opens or creates observations.db in <paramref name="folder"/>; values older than <paramref name="retention"/> are pruned.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="retention">How long values are kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="kept">Told of values after their commit, on the storing thread.</param>
    /// <param name="isFollowed">True for items of which every value waits, from the commit that stores it, until it <see cref="Followed">is followed</see>.</param>
    /// <param name="isClockTrusted">False: what is too old is not known, and nothing is pruned.</param>
    public ObservationStore(string folder, TimeSpan retention, TimeProvider time, Action<IReadOnlyList<Observation>>? kept = null, Func<ObisCode, bool>? isFollowed = null, Func<bool>? isClockTrusted = null)
    {
        (_time, _retention, _kept, _isFollowed, _isClockTrusted) = (time, retention, kept ?? (_ => { }), isFollowed ?? (_ => false), isClockTrusted ?? (() => true));
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "observations.db");
        _connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        Execute(ObservationSchema.Pragmas);
        ObservationSchema.Format.Bring(_connection, path);
        _waiting = Channel.CreateBounded<Observation>(
            new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _forgotten));
    }

    /// <summary>Values stored since the start.</summary>
    public long Stored => Interlocked.Read(ref _stored);

    /// <summary>Values forgotten since the start because the queue of 50,000 was full: the oldest go first.</summary>
    public long Forgotten => Interlocked.Read(ref _forgotten);

    /// <summary>Hands values over. Never waits.</summary>
    public void Add(IReadOnlyList<Observation> observations)
    {
        foreach (var observation in observations) _waiting.Writer.TryWrite(observation);
    }

    /// <summary>Stores what is handed over until <paramref name="stopping"/>, then what is left. A full disk costs observations, not the process.</summary>
    /// <param name="trouble">Told when a commit failed; the batch is forgotten and counted.</param>
    /// <param name="stopping">Ends the loop.</param>
    public async Task RunAsync(Action<Exception> trouble, CancellationToken stopping)
    {
        var pruned = _time.GetTimestamp();
        while (!stopping.IsCancellationRequested)
        {
            await Task.Delay(CommitEvery, _time, stopping).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            Guard(StoreWaiting, trouble);
            if (_time.GetElapsedTime(pruned) < PruneEvery) continue;
            pruned = _time.GetTimestamp();
            if (_isClockTrusted()) Guard(Prune, trouble);
        }
    }

    /// <summary>The newest value of each item of <paramref name="meter"/>.</summary>
    public IReadOnlyList<Observation> Latest(MeterId meter) => Read(
        """
        SELECT s.item, s.unit, o.at, o.scaled, o.decimals FROM series s
        JOIN observation o ON o.series = s.id AND o.at = (SELECT max(at) FROM observation WHERE series = s.id)
        WHERE s.meter = $meter ORDER BY s.item
        """,
        meter, ("$meter", meter.Value));

    /// <summary>The newest value of <paramref name="item"/> of every meter that told one after <paramref name="since"/>.</summary>
    public IReadOnlyList<Observation> Newest(ObisCode item, DateTimeOffset since) => Read(
        """
        SELECT s.item, s.unit, o.at, o.scaled, o.decimals, s.meter FROM series s
        JOIN observation o ON o.series = s.id AND o.at = (SELECT max(at) FROM observation WHERE series = s.id)
        WHERE s.item = $item AND o.at > $since
        """,
        null, ("$item", item.ToString()), ("$since", since.ToUnixTimeMilliseconds()));

    /// <summary>The values of one item from <paramref name="from"/> to before <paramref name="to"/>, oldest first.</summary>
    public IReadOnlyList<Observation> Series(MeterId meter, ObisCode item, DateTimeOffset from, DateTimeOffset to) => Read(
        """
        SELECT s.item, s.unit, o.at, o.scaled, o.decimals FROM series s JOIN observation o ON o.series = s.id
        WHERE s.meter = $meter AND s.item = $item AND o.at >= $from AND o.at < $to ORDER BY o.at
        """,
        meter, ("$meter", meter.Value), ("$item", item.ToString()),
        ("$from", from.ToUnixTimeMilliseconds()), ("$to", to.ToUnixTimeMilliseconds()));

    /// <summary>The first value of one item from <paramref name="from"/> to before <paramref name="to"/>, or the last; null when there is none.</summary>
    public Observation? Nearest(MeterId meter, ObisCode item, DateTimeOffset from, DateTimeOffset to, bool isLast) => Read(
        $"""
        SELECT s.item, s.unit, o.at, o.scaled, o.decimals FROM series s JOIN observation o ON o.series = s.id
        WHERE s.meter = $meter AND s.item = $item AND o.at >= $from AND o.at < $to ORDER BY o.at {(isLast ? "DESC" : "ASC")} LIMIT 1
        """,
        meter, ("$meter", meter.Value), ("$item", item.ToString()),
        ("$from", from.ToUnixTimeMilliseconds()), ("$to", to.ToUnixTimeMilliseconds())) is [var found] ? found : null;

    /// <summary>Up to <paramref name="most"/> values that wait to be followed, oldest first: also those of a life before this one.</summary>
    public IReadOnlyList<Observation> Unfollowed(int most) => Read(
        """
        SELECT s.item, s.unit, o.at, o.scaled, o.decimals, s.meter FROM unfollowed u
        JOIN series s ON s.id = u.series JOIN observation o ON o.series = u.series AND o.at = u.at ORDER BY u.at LIMIT $most
        """,
        null, ("$most", most));

    /// <summary>The value waits no longer.</summary>
    public void Followed(Observation told)
    {
        lock (_reading)
        {
            Execute(
                "DELETE FROM unfollowed WHERE at = $at AND series = (SELECT id FROM series WHERE meter = $meter AND item = $item)",
                ("$at", told.At.ToUnixTimeMilliseconds()), ("$meter", told.Meter.Value), ("$item", told.Item.ToString()));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static void Guard(Action action, Action<Exception> trouble)
    {
        try
        {
            action();
        }
        catch (SqliteException e)
        {
            trouble(e);
        }
    }

    private void StoreWaiting()
    {
        while (_waiting.Reader.TryPeek(out _))
        {
            List<Observation> batch = [];
            while (batch.Count < MostPerCommit && _waiting.Reader.TryRead(out var next)) batch.Add(next);
            lock (_reading) StoreOrForget(batch);
        }
    }

    private void StoreOrForget(List<Observation> batch)
    {
        try
        {
            Store(batch);
        }
        catch (SqliteException)
        {
            // Series made in the transaction that failed have no row.
            _series.Clear();
            Interlocked.Add(ref _forgotten, batch.Count);
            throw;
        }
    }

    private void Store(List<Observation> batch)
    {
        using var transaction = _connection.BeginTransaction();
        using var insert = _connection.CreateCommand();
        insert.CommandText = "INSERT OR REPLACE INTO observation (series, at, scaled, decimals) VALUES ($series, $at, $scaled, $decimals)";
        var (series, at) = (insert.Parameters.Add("$series", SqliteType.Integer), insert.Parameters.Add("$at", SqliteType.Integer));
        var (scaled, decimals) = (insert.Parameters.Add("$scaled", SqliteType.Integer), insert.Parameters.Add("$decimals", SqliteType.Integer));
        foreach (var observation in batch)
        {
            if (!TryScale(observation.Value, out var raw))
            {
                Interlocked.Increment(ref _forgotten);
                continue;
            }

            series.Value = SeriesOf(observation);
            at.Value = observation.At.ToUnixTimeMilliseconds();
            (scaled.Value, decimals.Value) = (raw, (int)observation.Value.Scale);
            insert.ExecuteNonQuery();
            if (_isFollowed(observation.Item)) Execute("INSERT OR IGNORE INTO unfollowed (series, at) VALUES ($series, $at)", ("$series", series.Value!), ("$at", at.Value!));
            Interlocked.Increment(ref _stored);
        }

        transaction.Commit();
        _kept(batch);
    }

    private long SeriesOf(Observation observation)
    {
        var key = (observation.Meter, observation.Item);
        if (_series.TryGetValue(key, out var id)) return id;
        using var command = _connection.CreateCommand();
        command.CommandText =
            """
            INSERT INTO series (meter, item, unit) VALUES ($meter, $item, $unit)
            ON CONFLICT (meter, item) DO UPDATE SET unit = excluded.unit RETURNING id
            """;
        command.Parameters.AddWithValue("$meter", observation.Meter.Value);
        command.Parameters.AddWithValue("$item", observation.Item.ToString());
        command.Parameters.AddWithValue("$unit", observation.Unit.Symbol());
        return _series[key] = (long)command.ExecuteScalar()!;
    }

    private void Prune()
    {
        var before = (_time.GetUtcNow() - _retention).ToUnixTimeMilliseconds();
        lock (_reading)
        {
            Execute("DELETE FROM unfollowed WHERE at < $before", ("$before", before));
            Execute(
                """
                DELETE FROM observation WHERE (series, at) IN
                (SELECT o.series, o.at FROM series s JOIN observation o ON o.series = s.id AND o.at < $before)
                """,
                ("$before", before));
        }
    }

    private List<Observation> Read(string sql, MeterId? meter, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        lock (_reading)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
            using var reader = command.ExecuteReader();
            List<Observation> found = [];
            while (reader.Read())
            {
                var amount = Quantity.Scaled(reader.GetInt64(3), reader.GetInt32(4));
                var unit = Units.TryParse(reader.GetString(1), out var known) ? known : Unit.None;
                found.Add(new(meter ?? new(reader.GetString(5)), ObisCode.Parse(reader.GetString(0)), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2)), amount, unit));
            }

            return found;
        }
    }

    private void Execute(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }

    private static bool TryScale(decimal value, out long raw)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        raw = ((long)(uint)bits[1] << 32) | (uint)bits[0];
        if (bits[2] != 0 || raw < 0) return false;
        if (value < 0) raw = -raw;
        return true;
    }
}
