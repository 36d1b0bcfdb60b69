namespace AmrCollector.Tests.Support;

/// <summary>
/// Runs asynchronous work on one thread of its own: what can go on goes on first, and only when nothing can does the clock move to its next
/// timer. However busy the machine is, simulated time passes the same way.
/// </summary>
internal sealed class OneThread : SynchronizationContext
{
    private const int Passes = 3;
    private readonly Queue<(SendOrPostCallback Do, object? With)> _ready = [];

    private OneThread()
    {
    }

    /// <summary>Runs <paramref name="work"/> to its end; <paramref name="whenIdle"/> moves the clock.</summary>
    public static Task Run(Func<Task> work, Action whenIdle)
    {
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                ended.SetFromTask(new OneThread().Drive(work, whenIdle));
            }
            catch (Exception e)
            {
                ended.SetException(e);
            }
        }).Start();
        return ended.Task;
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_ready) _ready.Enqueue((d, state));
    }

    private Task Drive(Func<Task> work, Action whenIdle)
    {
        SetSynchronizationContext(this);
        var running = work();
        while (!running.IsCompleted)
            if (!Step() && IsIdle() && !running.IsCompleted) whenIdle();
        return running;
    }

    private bool Step()
    {
        (SendOrPostCallback Do, object? With) next;
        lock (_ready)
            if (!_ready.TryDequeue(out next)) return false;
        next.Do(next.With);
        return true;
    }

    /// <summary>
    /// A wake-up that takes a detour over the thread pool stands there in front of what is queued now; another thread of it may be at it still when the first one has passed.
    /// </summary>
    private bool IsIdle()
    {
        for (var pass = 0; pass < Passes; pass++)
        {
            using ManualResetEventSlim passed = new();
            ThreadPool.UnsafeQueueUserWorkItem(gate => gate.Set(), passed, preferLocal: false);
            passed.Wait();
            lock (_ready)
                if (_ready.Count > 0) return false;
        }

        return true;
    }
}
