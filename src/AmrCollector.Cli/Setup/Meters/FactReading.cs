using AmrCollector.Findings;
using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;

namespace AmrCollector.Cli.Setup.Meters;

/// <summary>Asks the meters of one line about themselves.</summary>
internal sealed class FactReading(ILine line, TimeProvider time)
{
    private const int Attempts = 3;
    private const string NoAnswer = "no answer";

    private readonly Questioner _questioner = new(line, time);

    /// <summary>What <paramref name="meter"/> says of itself. A meter that does not answer the first question is not asked the others.</summary>
    internal async Task<IReadOnlyList<MeterFact>> ReadAsync(Meter meter, MeterModel model, CancellationToken cancellationToken)
    {
        var dialog = Dialogs.For(model.Protocol, meter.Address, line.Uri.Kind);
        var timeout = line.Uri.Timeout ?? model.ReplyTimeout;
        List<MeterFact> facts = [];
        foreach (var (kind, questions) in Identity.Of(model.Protocol))
        {
            var isDead = facts.Count > 0 && facts.TrueForAll(fact => fact.Fault == NoAnswer);
            facts.Add(isDead
                ? new(kind, Asked(questions), null, NoAnswer)
                : await AskAsync(kind, questions, dialog, timeout, cancellationToken));
        }

        return facts;
    }

    private async Task<MeterFact> AskAsync(
        FindingKind kind, IReadOnlyList<Question.Dlt645> questions, IDialog dialog, TimeSpan timeout, CancellationToken cancellationToken)
    {
        List<ReadOnlyMemory<byte>> answers = [];
        var why = NoAnswer;
        foreach (var question in questions)
        {
            switch (await _questioner.AskAsync(dialog, question, timeout, Attempts, cancellationToken))
            {
                case ExchangeOutcome.Answered { Data.IsEmpty: false } answer:
                    answers.Add(answer.Data);
                    break;
                case ExchangeOutcome.Refused refusal:
                    why = $"refused: {refusal.Meaning}";
                    break;
                case ExchangeOutcome.Answered:
                    why = "the meter has none";
                    break;
            }
        }

        // A meter with one settlement day may refuse the others.
        if (answers.Count == 0) return new(kind, Asked(questions), null, why);
        var (read, fault) = Identity.Read(kind, answers);
        return new(kind, Asked(questions), read, fault);
    }

    private static string Asked(IReadOnlyList<Question.Dlt645> questions) =>
        string.Join(' ', questions.Select(question => question.Id.ToString()[(question.IdLength == 2 ? 4 : 0)..]));
}
