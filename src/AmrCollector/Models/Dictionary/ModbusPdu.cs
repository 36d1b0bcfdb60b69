using System.Buffers.Binary;
using System.Globalization;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Models.Dictionary;

/// <summary>What a Modbus PDU says.</summary>
internal static class ModbusPdu
{
    /// <summary>Describes <paramref name="pdu"/>; <paramref name="ask"/> is unit and PDU of the request it answers, or empty.</summary>
    internal static DecodedFrame Describe(string protocol, byte unit, ReadOnlySpan<byte> pdu, ReadOnlySpan<byte> ask)
    {
        var function = (byte)(pdu[0] & 0x7F);
        var isException = (pdu[0] & 0x80) != 0;
        var isReply = isException || !ask.IsEmpty || !IsRequest(pdu);
        var (action, actionZh) = ActionOf(function);
        var described = new DecodedFrame
        {
            Valid = true,
            Protocol = protocol,
            IsReply = isReply,
            Unit = unit,
            Function = function,
            Action = action,
            ActionZh = actionZh,
            Registers = [],
        };
        if (isException)
        {
            var code = pdu.Length > 1 ? pdu[1] : (byte)0;
            return described with { Error = code.ToString("X2", CultureInfo.InvariantCulture), ErrorText = ModbusException.English(code), ErrorTextZh = ModbusException.Chinese(code) };
        }

        if (!isReply) return described with { Registers = Written(pdu), Values = Request(pdu) };
        List<string> registers = function is 3 or 4 && pdu.Length >= 2 ? Words(pdu[2..]) : [];
        return described with { Registers = registers, Values = function is 3 or 4 ? Named(registers, unit, function, ask) : Reply(pdu) };
    }

    /// <summary>True when the length of <paramref name="pdu"/> is one its function can have.</summary>
    internal static bool IsConsistent(ReadOnlySpan<byte> pdu) => pdu[0] switch
    {
        >= 0x80 => pdu.Length == 2,
        >= 1 and <= 4 => pdu.Length == 5 || (pdu.Length >= 2 && pdu.Length == 2 + pdu[1]),
        5 or 6 => pdu.Length == 5,
        0x0F or 0x10 => pdu.Length == 5 || (pdu.Length > 5 && pdu.Length == 6 + pdu[5]),
        _ => true,
    };

    private static bool IsRequest(ReadOnlySpan<byte> pdu) => pdu[0] switch
    {
        >= 1 and <= 4 => pdu.Length == 5,
        5 or 6 => true,
        0x0F or 0x10 => pdu.Length > 5,
        _ => false,
    };

    private static List<string> Written(ReadOnlySpan<byte> pdu) => pdu[0] switch
    {
        6 when pdu.Length == 5 => Words(pdu[3..]),
        0x10 when pdu.Length > 6 => Words(pdu[6..]),
        _ => [],
    };

    private static List<string> Words(ReadOnlySpan<byte> bytes)
    {
        List<string> words = [];
        for (var i = 0; i + 1 < bytes.Length; i += 2) words.Add(Convert.ToHexString(bytes.Slice(i, 2)));
        return words;
    }

    private static List<FieldValue> Request(ReadOnlySpan<byte> pdu)
    {
        if (pdu.Length < 5) return [];
        var (first, second) = (BinaryPrimitives.ReadUInt16BigEndian(pdu[1..]), BinaryPrimitives.ReadUInt16BigEndian(pdu[3..]));
        return pdu[0] is 5 or 6
            ? [Number("register", "寄存器", first), Number("written value", "写入值", second)]
            : [Number("first register", "起始寄存器", first), Number("count", "数量", second)];
    }

    private static List<FieldValue> Reply(ReadOnlySpan<byte> pdu) => pdu[0] switch
    {
        5 or 6 or 0x0F or 0x10 => Request(pdu),
        1 or 2 when pdu.Length > 2 => [new(new("bits", "线圈状态", new(FieldType.Hex, pdu.Length - 2, 0, "")), Convert.ToHexString(pdu[2..]), "lowest bit of the first byte first")],
        _ => [],
    };

    // Without the request nobody knows which registers these are; with another request neither.
    private static List<FieldValue> Named(List<string> registers, byte unit, byte function, ReadOnlySpan<byte> ask)
    {
        if (ask.Length < 6 || ask[0] != unit || ask[1] != function || BinaryPrimitives.ReadUInt16BigEndian(ask[4..]) != registers.Count) return [];
        var start = BinaryPrimitives.ReadUInt16BigEndian(ask[2..]);
        var table = function == (byte)ModbusTable.Holding ? "holding" : "input";
        return [.. registers.Select((word, i) => Number($"{table}:{start + i}", "", ushort.Parse(word, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)))];
    }

    private static FieldValue Number(string name, string nameZh, int value) =>
        new(new(name, nameZh, new(FieldType.Hex, 2, 0, "")), value.ToString(CultureInfo.InvariantCulture));

    private static (string, string) ActionOf(byte function) => function switch
    {
        1 => ("read coils", "读线圈"),
        2 => ("read discrete inputs", "读离散输入"),
        3 => ("read holding registers", "读保持寄存器"),
        4 => ("read input registers", "读输入寄存器"),
        5 => ("write one coil", "写单个线圈"),
        6 => ("write one register", "写单个寄存器"),
        0x0F => ("write coils", "写多个线圈"),
        0x10 => ("write registers", "写多个寄存器"),
        _ => ($"function {function:X2}", $"功能{function:X2}"),
    };
}
