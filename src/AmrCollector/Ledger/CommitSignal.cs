namespace AmrCollector.Ledger;

/// <summary>Tells waiting readers that the ledger has grown; nobody polls.</summary>
public sealed class CommitSignal
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _sequence;

    /// <summary>The newest sequence that was announced.</summary>
    public long Sequence => Volatile.Read(ref _sequence);

    /// <summary>Completes once an entry after <paramref name="sequence"/> is committed; at once when one is.</summary>
    public async Task WaitBeyondAsync(long sequence, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (_lock)
            {
                if (_sequence > sequence) return;
                next = _next.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    internal void Announce(long sequence)
    {
        TaskCompletionSource reached;
        lock (_lock)
        {
            if (sequence <= _sequence) return;
            _sequence = sequence;
            reached = _next;
            _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        reached.SetResult();
    }
}
