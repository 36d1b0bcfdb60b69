using AmrCollector.Lines;

namespace AmrCollector.Polling.Turns;

/// <summary>A raw turn on its way through the poller's queue.</summary>
internal sealed class PendingTurn(RawTurn turn, TimeProvider time, CancellationToken givenUp) : IPendingDemand
{
    private readonly TaskCompletionSource<TurnOutcome> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _queued = time.GetTimestamp();

    public bool IsOver => _done.Task.IsCompleted || givenUp.IsCancellationRequested;

    public PolledMeter? Meter => null;

    internal Task<TurnOutcome> Done => _done.Task;

    public async ValueTask<bool> StepAsync(Questioner questioner, RawTurns turns, CancellationToken abort)
    {
        var waited = time.GetElapsedTime(_queued);
        try
        {
            var outcome = await turns.RunAsync(turn, abort) with { Waited = waited };
            _done.TrySetResult(outcome);
            return outcome.Replied;
        }
        catch (NotSupportedException e)
        {
            Fail(e); // the line goes on with its own settings
            return false;
        }
        catch (Exception e) when (e is LineLostException or OperationCanceledException)
        {
            Fail(e);
            throw;
        }
    }

    public void Fail(Exception why) => _done.TrySetException(why);
}
