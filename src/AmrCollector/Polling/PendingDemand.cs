namespace AmrCollector.Polling;

/// <summary>A demand on its way through the poller's queue.</summary>
internal sealed class PendingDemand(Demand demand)
{
    private readonly TaskCompletionSource<IReadOnlyList<ExchangeOutcome>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<ExchangeOutcome> _outcomes = [];

    internal Demand Demand => demand;

    internal Task<IReadOnlyList<ExchangeOutcome>> Done => _done.Task;

    /// <summary>Index of the next question; <see cref="IsFinished"/> when there is none.</summary>
    internal int Asked => _outcomes.Count;

    internal bool IsFinished => _outcomes.Count == demand.Questions.Count;

    internal void Add(ExchangeOutcome outcome)
    {
        _outcomes.Add(outcome);
        if (IsFinished) _done.TrySetResult(_outcomes);
    }

    internal void Fail(Exception why) => _done.TrySetException(why);
}
