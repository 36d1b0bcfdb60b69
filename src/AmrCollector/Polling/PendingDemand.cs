using AmrCollector.Lines;
using AmrCollector.Polling.Turns;

namespace AmrCollector.Polling;

/// <summary>Questions on their way through the poller's queue.</summary>
internal sealed class PendingDemand(Demand demand, PolledMeter? meter, CancellationToken givenUp) : IPendingDemand
{
    private readonly TaskCompletionSource<IReadOnlyList<ExchangeOutcome>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<ExchangeOutcome> _outcomes = [];

    public bool IsOver => _done.Task.IsCompleted || givenUp.IsCancellationRequested || _outcomes.Count == demand.Questions.Count;

    public PolledMeter? Meter => meter;

    internal Task<IReadOnlyList<ExchangeOutcome>> Done => _done.Task;

    public async ValueTask<bool> StepAsync(Questioner questioner, RawTurns turns, CancellationToken abort)
    {
        try
        {
            var question = demand.Questions[_outcomes.Count];
            await turns.HearOutAsync(demand.Dialog, question, abort);
            var outcome = await questioner.AskAsync(demand.Dialog, question, demand.ReplyTimeout, demand.Attempts, abort, gap: meter?.Gap ?? default);
            if (outcome is ExchangeOutcome.Silent) turns.Missed(demand.Dialog, question, demand.ReplyTimeout);
            _outcomes.Add(outcome);
            if (_outcomes.Count == demand.Questions.Count) _done.TrySetResult(_outcomes);
            return outcome is not ExchangeOutcome.Silent;
        }
        catch (Exception e) when (e is LineLostException or OperationCanceledException)
        {
            Fail(e);
            throw;
        }
    }

    public void Fail(Exception why) => _done.TrySetException(why);
}
