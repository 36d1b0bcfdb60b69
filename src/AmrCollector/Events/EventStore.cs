using Microsoft.Data.Sqlite;

namespace AmrCollector.Events;

/// <summary>
/// Meter events and collector alarms, in events.db of the data folder, with a retention. Any thread. Sequences follow the clock
/// (<c>max(last + 1, unix milliseconds)</c>): a restored backup goes on beyond everything it ever gave out.
/// </summary>
public sealed class EventStore : IEventLog, IDisposable
{
    private const int LongestWord = 200;
    private const int LongestSentence = 1000;
    private const int PruneEvery = 1000;

    private const string Fits = """
        sequence > $after AND ($type IS NULL OR type = $type) AND ($kind IS NULL OR kind = $kind)
        AND ($meter IS NULL OR meter = $meter) AND ($line IS NULL OR line = $line) AND severity >= $severity
        """;

    private readonly Lock _turn = new();
    private readonly SqliteConnection _connection;
    private readonly EventRetention _retention;
    private readonly TimeProvider _time;
    private readonly Action<string> _trouble;
    private readonly Func<bool> _isClockTrusted;
    private readonly Dictionary<(string Kind, string Subject), StandingAlarm> _standing = [];
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _last;
    private long _dropped;
    private int _untilPrune = PruneEvery;
    private bool _disposed;

    private EventStore(SqliteConnection connection, EventRetention retention, TimeProvider time, Action<string> trouble, Func<bool> isClockTrusted)
    {
        (_connection, _retention, _time, _trouble, _isClockTrusted) = (connection, retention, time, trouble, isClockTrusted);
        using var meta = Command("SELECT value FROM meta WHERE key = 'log'");
        Id = (string)meta.ExecuteScalar()!;
        using var last = Command("SELECT coalesce(max(sequence), 0) FROM event");
        _last = (long)last.ExecuteScalar()!;
        using var standing = Command("SELECT kind, subject, since, sentence FROM standing");
        using var rows = standing.ExecuteReader();
        while (rows.Read())
        {
            StandingAlarm alarm = new(rows.GetString(0), rows.GetString(1), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(2)), rows.GetString(3));
            _standing.Add((alarm.Kind, alarm.Subject), alarm);
        }
    }

    /// <summary>Random id of this log, 16 hex digits.</summary>
    public string Id { get; }

    /// <summary>The newest event's place, 0 when there is none.</summary>
    public long Last => Interlocked.Read(ref _last);

    /// <summary>Events that could not be stored since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>
    /// Opens or creates events.db in <paramref name="folder"/>; <see cref="SqliteException"/> when it cannot be used. <paramref name="trouble"/> hears
    /// why an event was dropped. By a clock of which <paramref name="isClockTrusted"/> says false nothing is too old; null: it always is.
    /// </summary>
    public static EventStore Open(string folder, EventRetention retention, TimeProvider time, Action<string> trouble, Func<bool>? isClockTrusted = null)
    {
        Directory.CreateDirectory(folder);
        SqliteConnection connection = new(
            new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "events.db"), Pooling = false }.ToString());
        try
        {
            connection.Open();
            // NORMAL: an event survives the end of the process; only a power cut may take the last moments.
            foreach (var pragma in (string[])["busy_timeout=5000", "journal_mode=WAL", "synchronous=NORMAL"]) Run(connection, $"PRAGMA {pragma}");
            EventSchema.Format.Bring(connection, connection.DataSource);
            return new(connection, retention, time, trouble, isClockTrusted ?? (() => true));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Add(EventDraft draft)
    {
        draft = Bounded(draft);
        TaskCompletionSource? reached = null;
        lock (_turn)
        {
            if (_disposed || IsNoNews(draft)) return;
            try
            {
                if (!Store_NeedsLock(draft)) return;
                if (--_untilPrune <= 0) Prune_NeedsLock();
                (reached, _next) = (_next, new(TaskCreationOptions.RunContinuationsAsynchronously));
            }
            catch (SqliteException e)
            {
                Interlocked.Increment(ref _dropped);
                _trouble($"an event could not be stored ({e.Message}): {draft.Kind} {draft.Subject}");
            }
        }

        reached?.SetResult();
    }

    /// <summary>Up to <paramref name="limit"/> events after <paramref name="sequence"/> that fit <paramref name="filter"/>.</summary>
    public EventSlice ReadAfter(long sequence, int limit, EventFilter filter)
    {
        lock (_turn)
        {
            using var query = Command($"SELECT {EventRow.Columns} FROM event WHERE {Fits} ORDER BY sequence LIMIT $limit");
            SetFilter(query, sequence, filter);
            Set(query, ("$limit", limit));
            List<CollectorEvent> events = [];
            using (var rows = query.ExecuteReader())
                while (rows.Read()) events.Add(EventRow.Read(rows));
            using var floor = Command("SELECT coalesce((SELECT value FROM meta WHERE key = 'forgotten'), '0')");
            var forgotten = long.Parse((string)floor.ExecuteScalar()!, System.Globalization.CultureInfo.InvariantCulture);
            var full = events.Count >= limit;
            return new(events, full ? events[^1].Sequence : Math.Max(sequence, _last), full, sequence > 0 && sequence < forgotten);
        }
    }

    /// <summary>The newest events that fit <paramref name="filter"/>, newest first, at most <paramref name="limit"/>.</summary>
    public IReadOnlyList<CollectorEvent> Newest(int limit, EventFilter filter)
    {
        lock (_turn)
        {
            using var query = Command($"SELECT {EventRow.Columns} FROM event WHERE {Fits} ORDER BY sequence DESC LIMIT $limit");
            SetFilter(query, 0, filter);
            Set(query, ("$limit", limit));
            List<CollectorEvent> events = [];
            using var rows = query.ExecuteReader();
            while (rows.Read()) events.Add(EventRow.Read(rows));
            return events;
        }
    }

    /// <summary>How many events after <paramref name="sequence"/> fit <paramref name="filter"/>; counts to 100,000.</summary>
    public long Count(long sequence, EventFilter filter)
    {
        lock (_turn)
        {
            using var query = Command($"SELECT count(*) FROM (SELECT 1 FROM event WHERE {Fits} LIMIT 100000)");
            SetFilter(query, sequence, filter);
            return (long)query.ExecuteScalar()!;
        }
    }

    /// <summary>What stands now, oldest first.</summary>
    public IReadOnlyList<StandingAlarm> Standing()
    {
        lock (_turn) return [.. _standing.Values.OrderBy(alarm => alarm.Since)];
    }

    /// <summary>Completes once an event after <paramref name="sequence"/> is stored; at once when one is.</summary>
    public async Task WaitBeyondAsync(long sequence, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (_turn)
            {
                if (_last > sequence) return;
                next = _next.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_turn)
        {
            _disposed = true;
            _connection.Dispose();
        }
    }

    private static void SetFilter(SqliteCommand query, long sequence, EventFilter filter) => Set(
        query, ("$after", sequence), ("$type", (long?)filter.Type), ("$kind", filter.Kind), ("$meter", filter.Meter?.Value),
        ("$line", filter.Line), ("$severity", (long)(filter.Severity ?? EventSeverity.Notice)));

    private bool IsNoNews(EventDraft draft) => draft.State switch
    {
        EventState.Raised => _standing.ContainsKey((draft.Kind, draft.Subject)),
        EventState.Cleared => !_standing.ContainsKey((draft.Kind, draft.Subject)),
        _ => false,
    };

    private bool Store_NeedsLock(EventDraft draft)
    {
        var now = _time.GetUtcNow();
        var sequence = Math.Max(_last + 1, now.ToUnixTimeMilliseconds());
        using var transaction = _connection.BeginTransaction();
        using var insert = EventRow.Insert(_connection, sequence, now, draft);
        if (insert.ExecuteNonQuery() == 0) return false; // the key is known
        if (draft.State != EventState.Happened)
        {
            using var standing = Command(draft.State == EventState.Raised
                ? "INSERT OR REPLACE INTO standing(kind, subject, since, sentence) VALUES($kind, $subject, $since, $sentence)"
                : "DELETE FROM standing WHERE kind = $kind AND subject = $subject");
            Set(standing, ("$kind", draft.Kind), ("$subject", draft.Subject), ("$since", now.ToUnixTimeMilliseconds()), ("$sentence", draft.Sentence));
            standing.ExecuteNonQuery();
        }

        transaction.Commit();
        Interlocked.Exchange(ref _last, sequence);
        if (draft.State == EventState.Raised) _standing[(draft.Kind, draft.Subject)] = new(draft.Kind, draft.Subject, now, draft.Sentence);
        if (draft.State == EventState.Cleared) _standing.Remove((draft.Kind, draft.Subject));
        return true;
    }

    private void Prune_NeedsLock()
    {
        _untilPrune = PruneEvery;
        using var find = Command("""
            SELECT max(
              coalesce((SELECT max(sequence) FROM event WHERE at < $oldest), 0),
              coalesce((SELECT sequence FROM event ORDER BY sequence DESC LIMIT 1 OFFSET $most), 0))
            """);
        var oldest = _isClockTrusted() ? (_time.GetUtcNow() - _retention.Longest).ToUnixTimeMilliseconds() : long.MinValue;
        Set(find, ("$oldest", oldest), ("$most", _retention.Most));
        var last = (long)find.ExecuteScalar()!;
        if (last == 0) return;
        using var transaction = _connection.BeginTransaction();
        using var delete = Command("DELETE FROM event WHERE sequence <= $last; INSERT OR REPLACE INTO meta(key, value) VALUES('forgotten', $last)");
        Set(delete, ("$last", last));
        delete.ExecuteNonQuery();
        transaction.Commit();
    }

    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // only constants of this file come here
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    private static void Set(SqliteCommand command, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
    }

    private static EventDraft Bounded(EventDraft draft) => draft with
    {
        Kind = Cut(draft.Kind, LongestWord),
        Subject = Cut(draft.Subject, LongestWord),
        Line = Cut(draft.Line, LongestWord),
        Sentence = Cut(draft.Sentence, LongestSentence),
    };

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // only constants of this program come here
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
