using System.Buffers.Binary;
using System.Globalization;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Models.Dictionary;
using AmrCollector.Protocol.Cjt188;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Polling.Traffic;

/// <summary>
/// The values in what meters say: by the model where one is given, else by the dictionary; parts of long answers are put together. Pure: the
/// same utterances give the same values on every machine.
/// </summary>
/// <param name="model">What the meters offer, null when only the protocol is known.</param>
public sealed class HeardValues(MeterModel? model)
{
    private readonly RatioMemory _ratios = new();
    private readonly FollowUpAssembly _parts = new();
    private string? _assembled;

    /// <summary>What one utterance tells; empty for all but replies and refusals.</summary>
    public IReadOnlyList<HeardValue> Of(Utterance heard)
    {
        if (heard is not { Decoded: { Valid: true } decoded, Kind: UtteranceKind.Reply or UtteranceKind.Refusal }) return [];
        Speaker who = new(heard.Frame.At, heard.Frame.Protocol == FrameCutter.Ascii ? FrameCutter.Ascii : decoded.Protocol ?? "", decoded.Address ?? $"{decoded.Unit}");
        if (decoded.Error is { } error) return [who.Says(heard.Subject, "", null, "", $"refused {error}: {decoded.ErrorText}")];
        if (decoded.Unit is not null) return OfRegisters(heard, decoded, who);
        return decoded.Protocol == FrameProtocol.Cjt188 ? OfModule(heard, decoded, who) : OfDlt645(heard, decoded, who);
    }

    private IReadOnlyList<HeardValue> OfRegisters(Utterance heard, DecodedFrame decoded, Speaker who)
    {
        if (model?.Protocol == MeterProtocol.Modbus && heard.Request is { } request && ModbusTurn.PartsOf(request).Pdu is [>= 1 and <= 4, _, _, _, _] pdu)
        {
            var (table, start, count) = ((ModbusTable)pdu[0], BinaryPrimitives.ReadUInt16BigEndian(pdu.AsSpan(1)), BinaryPrimitives.ReadUInt16BigEndian(pdu.AsSpan(3)));
            List<Item> items = [.. model.Items.Values.Where(item => item.Layout is Layout.Modbus at && at.Table == table && at.Address >= start && at.Address + at.Registers <= start + count)
                .OrderBy(item => ((Layout.Modbus)item.Layout).Address).ThenBy(item => item.Obis.ToString(), StringComparer.Ordinal)];
            var question = new Question.Modbus(table, start, count) { Items = items };
            if (items.Count > 0) return [.. ValueReader.Read(question, ModbusTurn.PartsOf(heard.Frame).Pdu.AsSpan(2), _ratios).Select(who.Says)];
        }

        if (decoded.Values.Count > 0) return [.. decoded.Values.Select(value => who.Says(value, value.Field.Name) with { Name = "" })];
        return decoded.Registers is { Count: > 0 } words ? [who.Says(heard.Subject, "", string.Join(' ', words), "", null)] : [];
    }

    private IReadOnlyList<HeardValue> OfDlt645(Utterance heard, DecodedFrame decoded, Speaker who)
    {
        var bytes = heard.Frame.Bytes.AsSpan(Dlt645Frame.PreambleLength(heard.Frame.Bytes));
        if (!Dlt645Frame.TryParse(bytes, out var frame) || decoded.DataId is null) return Plain(decoded, who);
        var edition = decoded.Protocol == FrameProtocol.Dlt645V1997 ? Dlt645Edition.V1997 : Dlt645Edition.V2007;
        var (idLength, data) = (edition == Dlt645Edition.V1997 ? 2 : DataId.Length, new byte[Dlt645Frame.MaxData]);
        data = data[..frame.CopyData(data)];
        if (data.Length < idLength) return Plain(decoded, who);
        var id = new DataId(Convert.ToUInt32(decoded.DataId, 16));
        var rest = data[idLength..];
        if (edition == Dlt645Edition.V2007 && (frame.HasMore || frame.Function == Dlt645Function.ReadNext))
        {
            if (Assemble(frame, id, who.Address) is not { } whole) return [];
            rest = whole;
        }

        if (Question(id, edition) is { } question) return [.. ValueReader.Read(question, rest).Select(who.Says)];
        return [.. DataReader.Read(DataDictionary.Of(edition).Find(id), rest).Select(value => who.Says(value, decoded.DataId))];
    }

    private byte[]? Assemble(Dlt645Frame frame, DataId id, string address)
    {
        var key = $"{address} {id}";
        if (frame.Function == Dlt645Function.Read)
        {
            _parts.Restart(id);
            _assembled = key;
        }

        if (_assembled != key) return null;
        var verdict = _parts.Add(frame);
        if (verdict != AssemblyVerdict.More) _assembled = null;
        return verdict == AssemblyVerdict.Complete ? _parts.Data.ToArray() : null;
    }

    private Question.Dlt645? Question(DataId id, Dlt645Edition edition)
    {
        if (model is null) return null;
        var known = model.Groups.Values.SelectMany(group => group).Concat(model.Blocks).OfType<Question.Dlt645>()
            .FirstOrDefault(question => question.Id == id && question.Edition == edition && question.Items.Count > 0);
        if (known is not null) return known;
        var item = model.Items.Values.FirstOrDefault(item => item.Layout is Layout.Dlt645 layout && layout.Id == id && layout.Edition == edition);
        return item is null ? null : new(id) { Items = [item], Edition = edition };
    }

    private IReadOnlyList<HeardValue> OfModule(Utterance heard, DecodedFrame decoded, Speaker who)
    {
        var bytes = heard.Frame.Bytes.AsSpan(Dlt645Frame.PreambleLength(heard.Frame.Bytes));
        if (!Cjt188Frame.TryParse(bytes, out var frame) || model is null || frame.Data.Length < Cjt188Id.Length + 1) return Plain(decoded, who);
        var type = frame.Address.Type;
        var question = model.Groups.Values.SelectMany(group => group).OfType<Question.Cjt188>()
            .FirstOrDefault(question => $"{question.Id:X4}" == decoded.DataId && question.MeterType == type);
        return question is null ? Plain(decoded, who) : [.. ValueReader.Read(question, frame.Data[(Cjt188Id.Length + 1)..]).Select(who.Says)];
    }

    private static IReadOnlyList<HeardValue> Plain(DecodedFrame decoded, Speaker who) => [.. decoded.Values.Select(value => who.Says(value, decoded.DataId ?? ""))];

    /// <summary>The meter that speaks, and when.</summary>
    private sealed record Speaker(DateTimeOffset At, string Protocol, string Address)
    {
        internal HeardValue Says(string item, string name, string? value, string unit, string? error) => new(At, Protocol, Address, item, name, value, unit, error);

        internal HeardValue Says(DecodedValue value) => Says(
            value.Item.Obis.ToString(), value.Item.Name,
            value.Number?.ToString(CultureInfo.InvariantCulture) ?? value.Text ?? value.ClockTime?.ToString("s", CultureInfo.InvariantCulture),
            value.Item.Unit.Symbol(), value.Fault);

        internal HeardValue Says(FieldValue value, string otherwise) => Says(
            value.Field.Obis ?? otherwise, value.Field.Name, value.Value, value.Field.Unit, value.Value is null ? value.Note ?? "no value" : null);
    }
}
