using System.Globalization;
using AmrCollector.Models;
using AmrCollector.Models.Dictionary;
using AmrCollector.Polling;
using AmrCollector.Protocol.Cjt188;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Cli.Line;

/// <summary>Questions for what no model names: any identifier, coils and discrete inputs; and what their answers say by the dictionary.</summary>
internal static class BareQuestion
{
    private const int MostBits = 2000;
    private const int LongestModule = 49;

    /// <summary>The question a person means; null when the words are none of the protocol.</summary>
    internal static Question? Of(string text, MeterProtocol protocol, string address) => protocol switch
    {
        MeterProtocol.Dlt645V2007 => DataId.TryParse(text, out var id) ? new Question.Dlt645(id) { Items = [] } : null,
        MeterProtocol.Dlt645V1997 => text.Length == 4 && DataId.TryParse($"0000{text}", out var id) ? new Question.Dlt645(id) { Items = [], Edition = Dlt645Edition.V1997 } : null,
        MeterProtocol.Cjt188 => Cjt188Id.TryParse(text, out var id) && Cjt188Address.TryParse(address, out var meter) ? new Question.Cjt188(meter.Type, id.Value, LongestModule) { Items = [] } : null,
        _ => null,
    };

    /// <summary>"coil:5", "discrete:0x16": bits; false on anything else.</summary>
    internal static bool TryParseBits(string text, out Question.Modbus? question)
    {
        question = null;
        var parts = text.ToLowerInvariant().Split(':');
        if (parts.Length != 2 || parts[0] is not ("coil" or "discrete")) return false;
        var (first, count) = parts[1].Split('x') switch { [var only] => (only, "1"), [var start, var many] => (start, many), _ => ("", "") };
        if (!ushort.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            || !ushort.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) || bits is < 1 or > MostBits || at + bits > ushort.MaxValue + 1)
            return false;
        question = new(parts[0] == "coil" ? ModbusTable.Coil : ModbusTable.Discrete, at, bits) { Items = [] };
        return true;
    }

    /// <summary>What it is called in a table: the identifier, or the first bit.</summary>
    internal static string NameOf(Question question) => question switch
    {
        Question.Dlt645 { Edition: Dlt645Edition.V1997 } dlt645 => $"{dlt645.Id.Value:X4}",
        Question.Dlt645 dlt645 => dlt645.Id.ToString(),
        Question.LoadRecords records => records.Id.ToString(),
        Question.Cjt188 module => $"{module.Id:X4}",
        Question.Modbus modbus => Bit(modbus, 0),
        _ => "",
    };

    /// <summary>The values of an answer, by the dictionary.</summary>
    internal static IEnumerable<BareValue> Values(Question question, ExchangeOutcome.Answered answer) => question switch
    {
        Question.Dlt645 dlt645 => Shown(question, DataReader.Read(DataDictionary.Of(dlt645.Edition).Find(dlt645.Id), answer.Data.Span), answer),
        Question.LoadRecords records => Recorded(records, LoadRecords.Read(records.Id, answer.Data.Span)),
        Question.Cjt188 => Shown(question, FrameDecoder.Decode(answer.Evidence.Reply.Span, FrameProtocol.Cjt188).Values, answer),
        Question.Modbus modbus => Enumerable.Range(0, modbus.Count).Select(i => new BareValue(Bit(modbus, i), "", $"{(answer.Data.Span[i / 8] >> (i % 8)) & 1}", "", null)),
        _ => [],
    };

    private static IEnumerable<BareValue> Shown(Question question, IReadOnlyList<FieldValue> values, ExchangeOutcome.Answered answer)
    {
        if (values.Count == 0) return [new(NameOf(question), "", answer.Data.IsEmpty ? null : Convert.ToHexString(answer.Data.Span), "", answer.Data.IsEmpty ? "reply without data" : null)];
        return values.Select(value => Row(question, value));
    }

    /// <summary>Each value with the time of its record; bytes that are no whole record are an error, their digits behind it.</summary>
    private static IEnumerable<BareValue> Recorded(Question.LoadRecords question, IReadOnlyList<FieldValue> values)
    {
        if (values.Count == 0) yield return new(NameOf(question), "", null, "", "the meter has no such record");
        string? recorded = null;
        foreach (var value in values)
        {
            if (value.Field.Format.Type == FieldType.Hex)
            {
                yield return new(NameOf(question), value.Field.Name, null, "", $"{value.Note}: {value.Value}");
                continue;
            }

            if (value.Field.Format.Type == FieldType.Clock) recorded = value.Value is null ? null : $"{value.Value}:00";
            yield return Row(question, value) with { MeterTime = recorded };
        }
    }

    private static BareValue Row(Question question, FieldValue value) =>
        new(value.Field.Obis ?? NameOf(question), value.Field.Name, value.Value, value.Field.Unit, value.Value is null ? value.Note ?? "no value" : null);

    private static string Bit(Question.Modbus question, int offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{(question.Table == ModbusTable.Coil ? "coil" : "discrete")}:{question.Start + offset}");
}
