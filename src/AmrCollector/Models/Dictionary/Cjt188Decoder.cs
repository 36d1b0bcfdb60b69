using System.Collections.Frozen;
using System.Globalization;

namespace AmrCollector.Models.Dictionary;

/// <summary>Decodes one CJ/T 188 frame: <c>68 T A0..A6 C L data CS 16</c> (dossier Appendix C).</summary>
internal static class Cjt188Decoder
{
    private const int Header = 11;
    private const int MeteringLength = 0x16;
    private const int HeatLength = 0x2E;

    /// <summary>XXXX.XXXX by the standard as far as known; totals are XXXXXX.XX.</summary>
    private const int FlowDecimals = 4;

    private static readonly FrozenDictionary<byte, string> Units = new Dictionary<byte, string>
    {
        [0x02] = "Wh",
        [0x05] = "kWh",
        [0x08] = "MWh",
        [0x01] = "J",
        [0x0B] = "kJ",
        [0x0E] = "MJ",
        [0x11] = "GJ",
        [0x14] = "W",
        [0x17] = "kW",
        [0x1A] = "MW",
        [0x29] = "L",
        [0x2C] = "m3",
        [0x32] = "L/h",
        [0x35] = "m3/h",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<int, string> StatusBits = new Dictionary<int, string>
    {
        [0] = "valve closed 阀门关",
        [1] = "valve fault 阀门异常",
        [2] = "battery low 电池欠压",
    }.ToFrozenDictionary();

    internal static bool LooksLike(ReadOnlySpan<byte> front) => front.Length >= Header && front[0] == 0x68 && front[1] is >= 0x10 and <= 0x49;

    internal static DecodedFrame Decode(ReadOnlySpan<byte> bytes)
    {
        var (at, noise) = FrameEdge.Of(bytes);
        if (at < 0) return DecodedFrame.Refused(FrameProtocol.Cjt188, "no start byte 68", noise);
        var rest = bytes[at..];
        if (FrameEdge.Fault(rest, Header) is { } fault) return DecodedFrame.Refused(FrameProtocol.Cjt188, fault, noise);
        var length = Header + rest[Header - 1] + 2;
        return Describe(rest[..length]) with { Noise = noise + rest.Length - length };
    }

    private static DecodedFrame Describe(ReadOnlySpan<byte> frame)
    {
        var control = frame[9];
        var data = frame[Header..^2];
        var (action, actionZh) = ActionOf(control);
        List<FieldValue> values = [new(new("meter type", "仪表类型", new(FieldType.Hex, 1, 0, "")), frame[1].ToString("X2", CultureInfo.InvariantCulture), TypeOf(frame[1]))];
        var described = new DecodedFrame
        {
            Valid = true,
            Protocol = FrameProtocol.Cjt188,
            IsReply = (control & 0x80) != 0,
            Address = FieldReader.HighFirst(frame[2..9]),
            Control = control.ToString("X2", CultureInfo.InvariantCulture),
            Action = action,
            ActionZh = actionZh,
        };
        if ((control & 0xC0) == 0xC0)
            return described with { Error = Convert.ToHexString(data), ErrorText = "refused: sequence and status", ErrorTextZh = "异常应答", Values = values };
        if (data.Length < 3) return described with { Values = [.. values, .. Dlt645Content.Layout(data)] };

        values.AddRange(Dlt645Content.Layout(data[2..3], ("sequence", "序列号", "hex:1")));
        var isMetering = (data[0], data[1]) is (0x90, 0x1F) or (0x1F, 0x90) && data.Length is MeteringLength or HeatLength;
        values.AddRange(isMetering ? data.Length == HeatLength ? Heat(data[3..]) : Metering(data[3..]) : Dlt645Content.Layout(data[3..]));
        return described with { DataId = Convert.ToHexString(data[..2]), Item = isMetering ? "metering data" : "", ItemZh = isMetering ? "计量数据" : "", Values = values };
    }

    private static List<FieldValue> Metering(ReadOnlySpan<byte> data)
    {
        List<FieldValue> values = [Total("cumulative flow", "当前累积流量", data[..5]), Total("flow at the settlement day", "结算日累积流量", data[5..10])];
        values.AddRange(Dlt645Content.Layout(data[10..17], ("meter time", "实时时间", "CCYYMMDDhhmmss")));
        values.Add(FieldReader.Read(new("status", "状态", new(FieldType.Bits, 2, 0, ""), BitNames: StatusBits), data[17..19]));
        return values;
    }

    /// <summary>Heat and cold meters: five metered values, two temperatures and the working time (CJ/T 188-2004, Annex A).</summary>
    private static List<FieldValue> Heat(ReadOnlySpan<byte> data)
    {
        List<FieldValue> values =
        [
            Total("heat at the settlement day", "结算日热量", data[..5]), Total("cumulative heat", "当前热量", data[5..10]),
            Total("heat power", "热功率", data[10..15]), Total("flow rate", "流量", data[15..20], FlowDecimals), Total("cumulative flow", "累积流量", data[20..25]),
        ];
        values.Add(FieldReader.Read(new("supply temperature", "供水温度", new(FieldType.Bcd, 3, 2, ""), "°C"), data[25..28]));
        values.Add(FieldReader.Read(new("return temperature", "回水温度", new(FieldType.Bcd, 3, 2, ""), "°C"), data[28..31]));
        values.Add(FieldReader.Read(new("working time", "累积工作时间", new(FieldType.Bcd, 3, 0, ""), "h"), data[31..34]));
        values.AddRange(Dlt645Content.Layout(data[34..41], ("meter time", "实时时间", "CCYYMMDDhhmmss")));
        values.Add(FieldReader.Read(new("status", "状态", new(FieldType.Bits, 2, 0, ""), BitNames: StatusBits), data[41..43]));
        return values;
    }

    private static FieldValue Total(string name, string nameZh, ReadOnlySpan<byte> data, int decimals = 2)
    {
        var known = Units.TryGetValue(data[4], out var unit);
        var value = FieldReader.Read(new(name, nameZh, new(FieldType.Bcd, 4, decimals, ""), unit ?? ""), data[..4]);
        return known ? value : value with { Value = null, Note = $"unit code {data[4]:X2} is not known: {FieldReader.HighFirst(data[..4])}" };
    }

    private static (string, string) ActionOf(byte control) => (control & 0x3F) switch
    {
        0x01 => ("read data", "读数据"),
        0x03 => ("read address", "读地址"),
        0x04 => ("write data", "写数据"),
        0x09 => ("read key version", "读密钥版本号"),
        0x15 => ("write address", "写地址"),
        0x16 => ("set base", "写机电同步数"),
        var other => ($"vendor function {other:X2}", $"厂家功能{other:X2}"),
    };

    private static string TypeOf(byte type) => type switch
    {
        0x10 => "cold water",
        0x11 => "hot water",
        0x12 => "drinking water",
        0x13 => "grey water",
        0x20 => "heat",
        0x21 => "cold energy",
        >= 0x30 and <= 0x39 => "gas",
        _ => "other",
    };
}
