using System.Globalization;
using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Models.Dictionary;
using AmrCollector.Polling;

namespace AmrCollector.Cli.Line;

/// <summary>Asks one meter the questions of a command line and writes what it says.</summary>
internal sealed class MeterReading(ILine line, ReadSubject subject, TimeProvider time)
{
    private readonly RatioMemory _ratios = new();

    internal async Task RunAsync(IReadOnlyList<Question> questions, int attempts, ReadSheet sheet, CancellationToken cancellationToken)
    {
        var (questioner, dialog) = (new Questioner(line, time), subject.Dialog());
        var timeout = subject.Timeout;
        if (subject.Model?.SunSpecModel is { } model && questions.Any(StandsInModel))
        {
            var walk = await SunSpecSearch.FindAsync(questioner, dialog, model, timeout, attempts, cancellationToken);
            if (walk?.Found is not { } header)
            {
                foreach (var (item, name) in questions.SelectMany(Named))
                {
                    if (walk is null) sheet.Silent(item, name, 0);
                    else sheet.Refused(item, name, walk.Outcome);
                }

                return;
            }

            questions = [.. questions.Select(question => StandsInModel(question) ? ((Question.Modbus)question).At(header) : question)];
        }

        foreach (var question in questions)
        {
            var tries = sheet.NothingAnswered ? 1 : attempts;
            switch (await questioner.AskAsync(dialog, question, timeout, tries, cancellationToken))
            {
                case ExchangeOutcome.Answered answer:
                    Write(question, answer, sheet);
                    break;
                case ExchangeOutcome.Refused refusal:
                    foreach (var (item, name) in Named(question)) sheet.Refused(item, name, refusal.Meaning);
                    break;
                case ExchangeOutcome.Silent silent:
                    foreach (var (item, name) in Named(question)) sheet.Silent(item, name, silent.Noise);
                    break;
            }
        }
    }

    /// <summary>A register typed by its number is the meter's own, even where the model is one that moves.</summary>
    private static bool StandsInModel(Question question) => question is Question.Modbus && question.Items.Any(item =>
        item.Layout is Layout.Modbus layout && layout.Factors.Any(factor => factor.Kind == FactorKind.Mark));

    private void Write(Question question, ExchangeOutcome.Answered answer, ReadSheet sheet)
    {
        if (question.Items.Count == 0)
        {
            WriteByDictionary((Question.Dlt645)question, answer, sheet);
            return;
        }

        foreach (var value in Decode(question, answer.Data.Span))
        {
            var shown = value.Number?.ToString(CultureInfo.InvariantCulture) ?? value.Text ?? value.ClockTime?.ToString("s", CultureInfo.InvariantCulture);
            sheet.Value(Code(value.Item), value.Item.Name, shown, value.Item.Unit.Symbol(), answer.ReadAt, value.Fault);
        }
    }

    private IReadOnlyList<DecodedValue> Decode(Question question, ReadOnlySpan<byte> data) => question switch
    {
        Question.Dlt645 dlt645 => ValueReader.Read(dlt645, data),
        Question.Modbus modbus => ValueReader.Read(modbus, data, _ratios),
        Question.Cjt188 module => ValueReader.Read(module, data),
        _ => [],
    };

    private static void WriteByDictionary(Question.Dlt645 question, ExchangeOutcome.Answered answer, ReadSheet sheet)
    {
        var decoded = FrameDecoder.Decode(answer.Evidence.Reply.Span);
        foreach (var value in decoded.Values)
            sheet.Value(value.Field.Obis ?? question.Id.ToString(), value.Field.Name, value.Value, value.Field.Unit, answer.ReadAt, value.Value is null ? value.Note ?? "no value" : null);
        if (decoded.Values.Count == 0) sheet.Value(question.Id.ToString(), "", Convert.ToHexString(answer.Data.Span), "", answer.ReadAt, null);
    }

    private static IEnumerable<(string Item, string Name)> Named(Question question) => question.Items.Count > 0
        ? question.Items.Select(item => (Code(item), item.Name))
        : [(((Question.Dlt645)question).Id.ToString(), "")];

    /// <summary>As it was typed: a register of no model has a code of its own making, but its name says it.</summary>
    private static string Code(Item item) => item.Layout is Layout.Modbus && item.Name.StartsWith("holding:", StringComparison.Ordinal)
        || item.Name.StartsWith("input:", StringComparison.Ordinal) ? item.Name : item.Obis.ToString();
}
