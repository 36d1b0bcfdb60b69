using AmrCollector.Lines;
using AmrCollector.Polling.Commands;
using AmrCollector.Polling.Turns;

namespace AmrCollector.Polling;

/// <summary>One frame of a command that nobody answers, made at the moment it is sent.</summary>
internal sealed class PendingFrame(CommandStep step, Func<DateTimeOffset, DateTime> wallClock, TimeProvider time, TimeSpan window, CancellationToken givenUp) : IPendingDemand
{
    private const int RoomForFrame = 27;
    private static readonly TimeSpan HalfASecond = TimeSpan.FromMilliseconds(500);

    private readonly TaskCompletionSource<DateTimeOffset> _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsOver => _sent.Task.IsCompleted || givenUp.IsCancellationRequested;

    public PolledMeter? Meter => null;

    /// <summary>When it had left.</summary>
    internal Task<DateTimeOffset> Sent => _sent.Task;

    public async ValueTask<bool> StepAsync(Questioner questioner, RawTurns turns, CancellationToken abort)
    {
        try
        {
            // A meter sets whole seconds when the frame is complete: the second nearest to that moment.
            var at = wallClock(time.GetUtcNow() + questioner.WireTime(RoomForFrame)) + HalfASecond;
            await questioner.TellAsync(step.RequestAt(at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond))), null, window, abort);
            _sent.TrySetResult(time.GetUtcNow());
            return false;
        }
        catch (Exception e) when (e is LineLostException or OperationCanceledException)
        {
            Fail(e);
            throw;
        }
    }

    public void Fail(Exception why) => _sent.TrySetException(why);
}
