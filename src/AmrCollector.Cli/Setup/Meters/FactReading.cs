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
        var dialog = Dialogs.For(model.Protocol, meter.Address, line.Uri);
        var timeout = line.Uri.Timeout ?? model.ReplyTimeout;
        List<MeterFact> facts = [];
        foreach (var fact in Identity.Of(model))
        {
            var isDead = facts.Count > 0 && facts.TrueForAll(told => told.Fault == NoAnswer);
            facts.Add(isDead ? fact.Told(null, NoAnswer) : await AskAsync(fact, model, dialog, timeout, cancellationToken));
        }

        return facts;
    }

    private async Task<MeterFact> AskAsync(FactQuestion fact, MeterModel model, IDialog dialog, TimeSpan timeout, CancellationToken cancellationToken)
    {
        List<(Question, ExchangeOutcome.Answered)> answers = [];
        var why = NoAnswer;
        ushort header = 0;
        if (model.SunSpecModel is { } sunSpec)
        {
            var walk = await SunSpecSearch.FindAsync(_questioner, dialog, sunSpec, timeout, Attempts, cancellationToken);
            if (walk?.Found is not { } found) return fact.Told(null, walk?.Outcome ?? NoAnswer);
            header = found;
        }

        foreach (var question in fact.Questions)
        {
            var asked = question is Question.Modbus modbus ? modbus.At(header) : question;
            switch (await _questioner.AskAsync(dialog, asked, timeout, Attempts, cancellationToken))
            {
                case ExchangeOutcome.Answered { Data.IsEmpty: false } answer:
                    answers.Add((asked, answer));
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
        if (answers.Count == 0) return fact.Told(null, why);
        var (read, fault) = fact.Read(answers);
        return fact.Told(read, fault);
    }
}
