using System.Globalization;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Polling.Diagnosis;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Cli.Line;

/// <summary>Asks one meter the questions of a command line and writes what it says.</summary>
internal sealed class MeterReading(ObservedLine line, ReadSubject subject, TimeProvider time)
{
    private readonly RatioMemory _ratios = new();
    private readonly Questioner _questioner = new(line, time);
    private byte _code;

    /// <summary>What was seen on the line.</summary>
    internal Symptoms Symptoms(ReadSheet sheet)
    {
        var counters = _questioner.Counters;
        var (asked, silent, answered) = (line.Requests, line.Silences, (int)(counters.Answered + counters.Refused));
        var unclear = Math.Max(0, asked - silent - answered);
        var isGarbled = unclear > 0 && GarbledFrame.IsLikely(line.Heard, line.Sent);
        var foreign = (int)Math.Max(0, counters.Foreign - line.Echoes);
        var late = Math.Min(foreign, silent); // with requests unanswered, a frame of no request is most likely their reply
        return new()
        {
            Line = subject.Line,
            Protocol = subject.Protocol,
            Timeout = subject.Timeout,
            Asked = asked,
            Answered = sheet.OnlyRefusal is null ? answered : 0,
            Silent = _code == 0 ? silent : 0,
            Noisy = isGarbled || _code != 0 ? 0 : unclear,
            Garbled = isGarbled && _code == 0 ? unclear : 0,
            Late = late,
            Foreign = foreign - late,
            Echoes = line.Echoes,
            CharacterErrors = line.CharacterErrors,
            GatewayCode = _code is ModbusException.GatewayPath or ModbusException.GatewayTargetSilent ? _code : (byte)0,
            Refusal = sheet.OnlyRefusal,
        };
    }

    internal async Task RunAsync(IReadOnlyList<Question> questions, int attempts, ReadSheet sheet, CancellationToken cancellationToken)
    {
        var (questioner, dialog) = (_questioner, subject.Dialog());
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
                    WriteSilence(question, silent, sheet);
                    break;
            }
        }
    }

    private void WriteSilence(Question question, ExchangeOutcome.Silent silent, ReadSheet sheet)
    {
        var code = subject.Protocol == MeterProtocol.Modbus ? GatewayWord.Of(line.Heard, line.Sent, subject.Line.Kind) : (byte)0;
        if (code != 0) _code = code;
        foreach (var (item, name) in Named(question))
        {
            if (code == 0) sheet.Silent(item, name, silent.Noise);
            else sheet.NotNow(item, name, $"exception {code:X2}: {ModbusException.English(code)}");
        }
    }

    /// <summary>A register typed by its number is the meter's own, even where the model is one that moves.</summary>
    private static bool StandsInModel(Question question) => question is Question.Modbus && question.Items.Any(item =>
        item.Layout is Layout.Modbus layout && layout.Factors.Any(factor => factor.Kind == FactorKind.Mark));

    private void Write(Question question, ExchangeOutcome.Answered answer, ReadSheet sheet)
    {
        if (question.Items.Count == 0)
        {
            foreach (var value in BareQuestion.Values(question, answer)) sheet.Value(value, answer.ReadAt);
            return;
        }

        foreach (var value in Decode(question, answer.Data.Span))
        {
            var shown = value.Number?.ToString(CultureInfo.InvariantCulture) ?? value.Text ?? value.ClockTime?.ToString("s", CultureInfo.InvariantCulture);
            var occurred = value.Number is null ? null : value.ClockTime?.ToString("s", CultureInfo.InvariantCulture);
            sheet.Value(new(Code(value.Item), value.Item.Name, shown, value.Item.Unit.Symbol(), value.Fault, occurred), answer.ReadAt);
        }
    }

    private IReadOnlyList<DecodedValue> Decode(Question question, ReadOnlySpan<byte> data) => question switch
    {
        Question.Dlt645 dlt645 => ValueReader.Read(dlt645, data),
        Question.Modbus modbus => ValueReader.Read(modbus, data, _ratios),
        Question.Cjt188 module => ValueReader.Read(module, data),
        _ => [],
    };

    private static IEnumerable<(string Item, string Name)> Named(Question question) => question.Items.Count > 0
        ? question.Items.Select(item => (Code(item), item.Name))
        : [(BareQuestion.NameOf(question), "")];

    /// <summary>As it was typed: a register of no model has a code of its own making, but its name says it.</summary>
    private static string Code(Item item) => item.Layout is Layout.Modbus && item.Name.StartsWith("holding:", StringComparison.Ordinal)
        || item.Name.StartsWith("input:", StringComparison.Ordinal) ? item.Name : item.Obis.ToString();
}
