namespace AmrCollector.Feed;

/// <content>What a sink tells of itself, and what a person tells it.</content>
public sealed partial class FeedSink
{
    private readonly Lock _orders = new();
    private FeedCursor? _order;
    private CancellationTokenSource? _pass;
    private long _delivered;
    private long _refused;
    private long _batchesTaken;
    private long _batchesFailed;
    private long _batchesRefused;

    /// <summary>The sink now; any thread.</summary>
    public FeedSinkReport Report()
    {
        var state = _state;
        return new()
        {
            Name = Name,
            Place = _target.Place,
            Cursor = state.Cursor,
            Lag = _source.Lag(state.Cursor.Sequence),
            Oldest = _source.Oldest(state.Cursor.Sequence),
            Delivered = Volatile.Read(ref _delivered),
            Refused = Volatile.Read(ref _refused),
            Batches = (Volatile.Read(ref _batchesTaken), Volatile.Read(ref _batchesFailed), Volatile.Read(ref _batchesRefused)),
            Failures = Volatile.Read(ref _failures),
            Trouble = state.Disabled ?? _trouble,
            Disabled = state.Disabled is not null,
        };
    }

    /// <summary>
    /// Delivers again from <paramref name="from"/> on, under new batch ids; what was disabled goes on. Null: from where it stands. Returns what is wrong
    /// with the cursor, null when it will be done.
    /// </summary>
    public FeedAnswer.Gone? Resend(FeedCursor? from)
    {
        if (from is { } cursor && _source.Locate(cursor) is { } gone) return gone;
        lock (_orders)
        {
            _order = from ?? _state.Cursor;
            _pass?.Cancel();
        }

        return null;
    }

    private void FollowOrder(CancellationTokenSource pass)
    {
        FeedCursor? order;
        lock (_orders) (order, _order, _pass) = (_order, null, pass);
        if (order is not { } cursor) return;
        var wasDisabled = _state.Disabled is not null;
        Settle(new(cursor, _source.HeadAt(cursor.Sequence), 0, 0, null), null);
        (_failures, _trouble) = (0, null);
        if (wasDisabled) _events.Add(Events.EventDraft.AllClear(Events.EventKind.SinkDisabled, Name, $"sink {Name} goes on"));
        _log.SinkResumes(Name, cursor.Sequence, "a person asked for it");
    }

    private void EndPass()
    {
        lock (_orders) _pass = null;
    }

    private static void Count(ref long counter) => Interlocked.Increment(ref counter);
}
