using AmrCollector.Models;

namespace AmrCollector.Polling;

/// <summary>Walks a meter's SunSpec models on an open line.</summary>
public static class SunSpecSearch
{
    /// <summary>The walk to <paramref name="model"/>, over: found, not there, or ended because the meter fell silent (null).</summary>
    public static async ValueTask<SunSpecWalk?> FindAsync(
        Questioner questioner, IDialog dialog, ushort model, TimeSpan replyTimeout, int attempts, CancellationToken cancellationToken)
    {
        SunSpecWalk walk = new(model);
        while (walk.Next is { } question)
        {
            switch (await questioner.AskAsync(dialog, question, replyTimeout, attempts, cancellationToken))
            {
                case ExchangeOutcome.Answered answer:
                    walk.Take(answer.Data.Span);
                    break;
                case ExchangeOutcome.Refused:
                    walk.Refuse();
                    break;
                default:
                    return null;
            }
        }

        return walk;
    }
}
