using AmrCollector.Models;

namespace AmrCollector.Polling;

/// <summary>A person's questions to one address of a line that a poller owns.</summary>
/// <param name="Dialog">How the meter is talked to.</param>
/// <param name="Questions">What to ask, in order.</param>
/// <param name="ReplyTimeout">Longest wait for each reply to begin.</param>
/// <param name="Attempts">Tries of each question.</param>
public sealed record Demand(IDialog Dialog, IReadOnlyList<Question> Questions, TimeSpan ReplyTimeout, int Attempts);
