using System.Threading.Tasks.Sources;

namespace AmrCollector.Lines;

/// <summary>
/// The one call that waits on a line, used again for every call so that waiting allocates nothing. Who starts it must not start
/// another before the first was awaited; who completes it must do so once for each start (both lines hold a lock for that).
/// </summary>
/// <param name="continuesElsewhere">True when the caller must go on on another thread than the one that completes.</param>
internal sealed class PendingCall(bool continuesElsewhere) : IValueTaskSource<int>, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<int> _core;

    /// <summary>Begins a call that will return a number.</summary>
    public ValueTask<int> Start()
    {
        _core.Reset();
        _core.RunContinuationsAsynchronously = continuesElsewhere;
        return new ValueTask<int>(this, _core.Version);
    }

    /// <summary>Begins a call that will return nothing.</summary>
    public ValueTask StartPlain()
    {
        _core.Reset();
        _core.RunContinuationsAsynchronously = continuesElsewhere;
        return new ValueTask(this, _core.Version);
    }

    public void Complete(int result) => _core.SetResult(result);

    /// <summary>Ends the call with an exception; its caller always goes on elsewhere, never inside a cancellation or a dispose.</summary>
    public void Fail(Exception why)
    {
        _core.RunContinuationsAsynchronously = true;
        _core.SetException(why);
    }

    int IValueTaskSource<int>.GetResult(short token) => _core.GetResult(token);

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _core.GetStatus(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
