using System.Globalization;
using AmrCollector.Metering;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Models;

/// <summary>
/// Proves one vector of a model on the whole path: some question of the model writes exactly the asked bytes, the reply is a
/// checked frame that answers them, and it decodes to exactly the stated meaning.
/// </summary>
public static class VectorCheck
{
    /// <summary>The key of a freeze's date in a vector's meaning.</summary>
    public const string FreezeTime = "freezeTime";

    /// <summary>The key of the register of a SunSpec model's header in what a vector was given.</summary>
    public const string SunSpec = "sunspec";

    private const byte Preamble = 0xFE;

    /// <summary>What is wrong with <paramref name="vector"/>, as a sentence; null when it holds.</summary>
    public static string? Fault(MeterModel model, Vector vector)
    {
        if (!TryBytes(vector.Ask, out var ask)) return "\"ask\" is no hexadecimal text";
        if (!TryBytes(vector.Reply, out var reply)) return "\"reply\" is no hexadecimal text";
        if (vector.Means.Count == 0) return "\"means\" is empty: a vector says what the reply means";
        return model.Protocol switch
        {
            MeterProtocol.Modbus => CheckModbus(model, vector, ask, reply),
            MeterProtocol.Cjt188 => CheckCjt188(model, vector, ask.AsSpan().TrimStart(Preamble), reply.AsSpan().TrimStart(Preamble)),
            MeterProtocol.Dlt645V1997 => CheckDlt645(model, vector, Dlt645Edition.V1997, ask.AsSpan().TrimStart(Preamble), reply.AsSpan().TrimStart(Preamble)),
            _ => CheckDlt645(model, vector, Dlt645Edition.V2007, ask.AsSpan().TrimStart(Preamble), reply.AsSpan().TrimStart(Preamble)),
        };
    }

    /// <summary>A value as vectors write it: "123456.78 kWh", "12.3456 kW at 2026-10-07 10:15", "0250", "no value".</summary>
    public static string Written(DecodedValue value) => value switch
    {
        { Fault: not null } => "no value",
        { Number: { } number, ClockTime: not null } => $"{new Quantity(number, value.Item.Unit)} at {value.Text}",
        { Number: { } number } => new Quantity(number, value.Item.Unit).ToString(),
        _ => value.Text ?? "",
    };

    private static string? CheckDlt645(MeterModel model, Vector vector, Dlt645Edition edition, ReadOnlySpan<byte> ask, ReadOnlySpan<byte> reply)
    {
        var (control, length) = edition == Dlt645Edition.V1997 ? ((byte)0x01, 2) : ((byte)0x11, DataId.Length);
        if (!Dlt645Frame.TryParse(ask, out var request)) return "\"ask\" is no DL/T 645 frame with a good checksum";
        if (!Dlt645Frame.TryParse(reply, out var answer)) return "\"reply\" is no DL/T 645 frame with a good checksum";
        Span<byte> data = stackalloc byte[Dlt645Frame.MaxData];
        var asked = data[..request.CopyData(data)];
        if (request.Control != control || asked.Length != length) return $"\"ask\" does not read one identifier (control {control:X2}, {length} data bytes)";
        var id = IdOf(asked);
        if (Find(model, vector, id) is not { } question) return $"no question of this model asks for {id}";
        if (!ask.SequenceEqual(Write(request.Address, control, asked))) return $"\"ask\" differs from what is written for {id}";

        var answered = data[..answer.CopyData(data)];
        if (answer.Control != (control | 0x80) || answer.Address != request.Address) return $"\"reply\" is not the asked meter's normal reply (control {control | 0x80:X2})";
        if (answered.Length < length || IdOf(answered[..length]) != id) return $"\"reply\" carries another identifier than {id}";
        return Compare(vector, Meaning(question, answered[length..]));
    }

    private static DataId IdOf(ReadOnlySpan<byte> wire) => wire.Length == DataId.Length ? DataId.FromWire(wire) : new((uint)(wire[0] | (wire[1] << 8)));

    private static string? CheckModbus(MeterModel model, Vector vector, byte[] ask, byte[] reply)
    {
        if (ask.Length != ReadRegisters.RtuLength || !RtuFrame.HasGoodCrc(ask)) return "\"ask\" is no RTU read request with a good CRC";
        Span<byte> written = stackalloc byte[ReadRegisters.RtuLength];
        var header = model.SunSpecModel is null ? 0 : (ushort)vector.Given.GetValueOrDefault(SunSpec);
        RatioMemory ratios = new();
        foreach (var item in model.Items.Values.Where(item => item.IsRatio))
            if (vector.Given.TryGetValue(item.Obis.ToString(), out var known)) ratios.Take(DecodedValue.Of(item, known, 0));
        foreach (var question in Questions(model, vector).OfType<Question.Modbus>().Select(question => question.At((ushort)header)))
        {
            ReadRegisters request = new(ask[0], question.Table, question.Start, question.Count);
            request.WriteRtu(written);
            if (!written.SequenceEqual(ask)) continue;
            return RtuFrame.ScanReply(reply, request) == FrameScan.Frame(reply.Length) && reply[1] == ask[1]
                ? Compare(vector, Meaning(ValueReader.Read(question, reply.AsSpan(3..^2), ratios)))
                : "\"reply\" is no RTU reply to \"ask\" with a good CRC";
        }

        return "no question of this model writes the bytes of \"ask\": " + string.Join("; ", Questions(model, vector)
            .OfType<Question.Modbus>().Select(question => string.Create(CultureInfo.InvariantCulture, $"{question.Start + header} x {question.Count}")).Distinct());
    }

    private static string? CheckCjt188(MeterModel model, Vector vector, ReadOnlySpan<byte> ask, ReadOnlySpan<byte> reply)
    {
        if (!Cjt188Bytes.TryParse(ask, out var request) || request.Control != 0x01 || request.Data.Length != Cjt188Bytes.Head)
            return "\"ask\" is no CJ/T 188 read (control 01, identifier and sequence) with a good checksum";
        if (!Cjt188Bytes.TryParse(reply, out var answer)) return "\"reply\" is no CJ/T 188 frame with a good checksum";
        if (answer.Control != 0x81 || !answer.Address.SequenceEqual(request.Address) || answer.Id != request.Id)
            return "\"reply\" is not the asked meter's normal reply (control 81)";
        string? fault = null;
        foreach (var question in Questions(model, vector).OfType<Question.Cjt188>())
        {
            if (question.MeterType != request.MeterType || question.Id != request.Id) continue;
            fault = Compare(vector, Meaning(ValueReader.Read(question, answer.Data[Cjt188Bytes.Head..])));
            if (fault is null) return null;
        }

        if (fault is not null) return fault;
        return "no question of this model asks this meter type for this identifier";
    }

    private static Question.Dlt645? Find(MeterModel model, Vector vector, DataId id) => Questions(model, vector)
        .Concat(Freezes(model.DailyFreezes, id)).Concat(Freezes(model.Settlements, id))
        .OfType<Question.Dlt645>().FirstOrDefault(question => question.Id == id);

    /// <summary>The groups' questions, the blocks, and those for exactly the items the vector means.</summary>
    private static IEnumerable<Question> Questions(MeterModel model, Vector vector)
    {
        var meant = model.Items.Values.Where(item => vector.Means.ContainsKey(item.Obis.ToString()));
        return model.Groups.Values.SelectMany(group => group).Concat(model.Blocks).Concat(ReadPlan.For(model, meant));
    }

    private static IEnumerable<Question> Freezes(FreezeStore? store, DataId id)
    {
        if (store is null) return [];
        return Enumerable.Range(1, store.Depth)
            .SelectMany(record => store.TimeId is null ? store.AskValues(record) : store.AskValues(record).Prepend(store.AskTime(record)))
            .Where(question => question.Id == id);
    }

    private static Dictionary<string, string> Meaning(Question.Dlt645 question, ReadOnlySpan<byte> data) => question.Items.Count > 0
        ? Meaning(ValueReader.Read(question, data))
        : new() { [FreezeTime] = ValueReader.TryReadFreezeTime(data, out var time) ? time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "no value" };

    private static Dictionary<string, string> Meaning(IEnumerable<DecodedValue> values) =>
        values.ToDictionary(value => value.Item.Obis.ToString(), Written, StringComparer.Ordinal);

    private static string? Compare(Vector vector, Dictionary<string, string> read)
    {
        foreach (var (item, meaning) in read)
        {
            if (!vector.Means.TryGetValue(item, out var stated)) return $"{item} reads \"{meaning}\", but \"means\" does not mention it";
            if (stated != meaning) return $"{item} reads \"{meaning}\", but \"means\" says \"{stated}\"";
        }

        return vector.Means.Keys.FirstOrDefault(item => !read.ContainsKey(item)) is { } absent ? $"the reply holds no {absent}" : null;
    }

    private static byte[] Write(Dlt645Address address, byte control, ReadOnlySpan<byte> plainId)
    {
        var frame = new byte[Dlt645Frame.Overhead + plainId.Length];
        Dlt645Frame.Write(frame, address, control, plainId);
        return frame;
    }

    private static bool TryBytes(string hex, out byte[] bytes)
    {
        var digits = hex.Replace(" ", "", StringComparison.Ordinal);
        var good = digits.Length > 0 && digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit);
        bytes = good ? Convert.FromHexString(digits) : [];
        return good;
    }
}
