using System.Globalization;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Models.Dictionary;
using AmrCollector.Polling;

namespace AmrCollector.Service.Web.Exchanges;

/// <summary>Puts the outcome of a question into values a person reads.</summary>
public static class OnDemandValues
{
    /// <summary>One value an item of the question, with the meter's own <paramref name="ratios"/> as far as earlier answers told them; of a question without items, what the dictionary makes of the reply.</summary>
    public static IEnumerable<OnDemandValue> Of(Question question, ExchangeOutcome outcome, RatioMemory ratios) => outcome switch
    {
        ExchangeOutcome.Answered answer when question.Items.Count > 0 => Decode(question, answer, ratios).Select(value => Of(value, answer.ReadAt)),
        ExchangeOutcome.Answered answer => ByDictionary(question, answer),
        ExchangeOutcome.Refused refusal => Named(question).Select(item => new OnDemandValue(item, null, "", null, $"refused: {refusal.Meaning}")),
        ExchangeOutcome.Silent silent => Named(question).Select(item => new OnDemandValue(item, null, "", null, Silence(silent.Noise))),
        _ => [],
    };

    private static IReadOnlyList<DecodedValue> Decode(Question question, ExchangeOutcome.Answered answer, RatioMemory ratios) => question switch
    {
        Question.Dlt645 dlt645 => ValueReader.Read(dlt645, answer.Data.Span),
        Question.Modbus modbus => ValueReader.Read(modbus, answer.Data.Span, ratios),
        Question.Cjt188 module => ValueReader.Read(module, answer.Data.Span),
        _ => [.. question.Items.Select(item => DecodedValue.Faulty(item, "values of this protocol cannot be read yet"))],
    };

    private static OnDemandValue Of(DecodedValue value, DateTimeOffset at) => new(
        Code(value.Item),
        value.Number?.ToString(CultureInfo.InvariantCulture) ?? value.Text ?? value.ClockTime?.ToString("s", CultureInfo.InvariantCulture),
        value.Item.Unit.Symbol(), at, value.Fault);

    private static IEnumerable<OnDemandValue> ByDictionary(Question question, ExchangeOutcome.Answered answer)
    {
        var decoded = FrameDecoder.Decode(answer.Evidence.Reply.Span);
        if (decoded.Values.Count == 0) return [new(Named(question).First(), Convert.ToHexString(answer.Data.Span), "", answer.ReadAt, null)];
        return decoded.Values.Select(value => new OnDemandValue(
            value.Field.Obis ?? Named(question).First(), value.Value, value.Field.Unit, answer.ReadAt, value.Value is null ? value.Note ?? "no value" : null));
    }

    private static IEnumerable<string> Named(Question question) => question switch
    {
        { Items.Count: > 0 } => question.Items.Select(Code),
        Question.Dlt645 dlt645 => [dlt645.Id.ToString()],
        _ => [question.ToString()],
    };

    private static string Silence(int noise) => noise == 0 ? "no answer" : $"no good answer, {noise} stray bytes";

    /// <summary>As it was typed: a register of no model has a code of its own making, but its name says it.</summary>
    private static string Code(Item item) => item.Layout is Layout.Modbus && (item.Name.StartsWith("holding:", StringComparison.Ordinal)
        || item.Name.StartsWith("input:", StringComparison.Ordinal)) ? item.Name : item.Obis.ToString();
}
