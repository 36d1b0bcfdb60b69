using System.Collections.Concurrent;

namespace AmrCollector.Simulator.Wire;

/// <summary>
/// Lets each byte go at the instant its last bit would have left the UART. The schedule is absolute: a byte that goes late does
/// not move the next one. On the real clock a thread of its own waits; on another clock the waits are that clock's.
/// </summary>
internal sealed class Pacer : IDisposable
{
    private const int MostWaiting = 16;

    private readonly IWire _wire;
    private readonly TimeProvider _time;
    private readonly BlockingCollection<Job>? _jobs;
    private readonly Thread? _thread;

    internal Pacer(IWire wire, TimeProvider time)
    {
        (_wire, _time) = (wire, time);
        if (!WireClock.IsReal(time)) return;
        _jobs = new(MostWaiting);
        _thread = new Thread(Work) { IsBackground = true, Name = "simulated wire", Priority = ThreadPriority.AboveNormal };
        _thread.Start(_jobs);
    }

    /// <summary>Sends with the first bit at timestamp <paramref name="start"/>; returns when the last bit has left.</summary>
    internal Task SendAsync(long start, double ticksPerByte, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        SendAsync(new Timetable(start, ticksPerByte, default), bytes, cancellationToken);

    /// <summary>Sends each byte when it is due; returns when the last has left.</summary>
    internal async Task SendAsync(Timetable due, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (_jobs is not null)
        {
            var job = new Job(due, bytes, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), cancellationToken);
            if (_jobs.TryAdd(job)) await job.Done.Task;
            return;
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            var wait = _time.GetElapsedTime(_time.GetTimestamp(), due.At(i));
            if (wait > TimeSpan.Zero) await Task.Delay(wait, _time, cancellationToken);
            await _wire.SendAsync(bytes.Slice(i, 1), cancellationToken);
        }
    }

    /// <summary>Ends the thread; what is still waiting is lost.</summary>
    public void Dispose()
    {
        if (_jobs is null) return;
        _jobs.CompleteAdding();
        _thread!.Join();
        _jobs.Dispose();
    }

    private void Work(object? state)
    {
        foreach (var job in ((BlockingCollection<Job>)state!).GetConsumingEnumerable())
        {
            for (var i = 0; i < job.Bytes.Length && !job.Cancelled.IsCancellationRequested; i++)
            {
                WireClock.WaitUntil(job.Due.At(i));
                _wire.Send(job.Bytes.Span.Slice(i, 1));
            }

            job.Done.TrySetResult();
        }
    }

    private sealed record Job(Timetable Due, ReadOnlyMemory<byte> Bytes, TaskCompletionSource Done, CancellationToken Cancelled);
}
