namespace AmrCollector.Polling.Commands;

/// <summary>How a command ended.</summary>
/// <param name="Judgement">The verdict and its sentence.</param>
/// <param name="Sent">One line a step that was sent: what it did and what the meter answered; no secret.</param>
/// <param name="ReadBack">The answers of the read-back, empty when it was not reached.</param>
public sealed record CommandOutcome(Judgement Judgement, IReadOnlyList<string> Sent, IReadOnlyList<ExchangeOutcome> ReadBack)
{
    /// <summary>Done, not done, cannot tell.</summary>
    public CommandVerdict Verdict => Judgement.Verdict;
}
