using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Models.Dictionary;
using AmrCollector.Polling;
using AmrCollector.Protocol.Cjt188;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Protocol.Modbus;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Protocol.Fuzz;

/// <summary>The protocols with what tests/vectors holds of them.</summary>
public static class FuzzProtocols
{
    private static readonly Lazy<IReadOnlyList<FuzzProtocol>> Loaded = new(() => [Dlt645V2007(), Dlt645V1997(), Cjt188(), Rtu(), Ascii(), Mbap()]);

    /// <summary>Each of them.</summary>
    public static IReadOnlyList<FuzzProtocol> All => Loaded.Value;

    private static FuzzProtocol Dlt645V2007()
    {
        var frames = GoldenFrame.Load("dlt645.jsonl").Where(frame => frame.Protocol == FrameProtocol.Dlt645V2007).ToList();
        var cases = Replies(frames).Where(reply => IsRead(reply, 0x91, 4)).Select(reply => Dlt645Case(Dlt645Edition.V2007, reply, [])).ToList();
        cases.Add(Dlt645Case(
            Dlt645Edition.V2007, Hex.Of("68 12 90 78 56 34 12 68 92 06 34 35 63 36 33 34 87 16"), [Hex.Of("68 12 90 78 56 34 12 68 B1 05 34 35 63 36 33 71 16")]));
        cases.Add(Dlt645Case(Dlt645Edition.V2007, Hex.Of("FE FE FE FE 68 12 90 78 56 34 12 68 D1 01 35 8D 16"), []));
        return new(FrameProtocol.Dlt645V2007, cases, [.. frames.Select(frame => frame.Bytes)], [Dlt645Frame.Scan], new Dlt645AnswerCheck(4, hasSequence: true));
    }

    private static FuzzProtocol Dlt645V1997()
    {
        var frames = GoldenFrame.Load("dlt645.jsonl").Where(frame => frame.Protocol == FrameProtocol.Dlt645V1997).ToList();
        var cases = Replies(frames).Where(reply => IsRead(reply, 0x81, 2)).Select(reply => Dlt645Case(Dlt645Edition.V1997, reply, [])).ToList();
        cases.Add(Dlt645Case(Dlt645Edition.V1997, Hex.Of("68 45 23 01 00 00 00 68 C1 01 35 30 16"), []));
        return new(FrameProtocol.Dlt645V1997, cases, [.. frames.Select(frame => frame.Bytes)], [Dlt645Frame.Scan], new Dlt645AnswerCheck(2, hasSequence: false));
    }

    private static FuzzProtocol Cjt188()
    {
        var frames = GoldenFrame.Load("cjt188.jsonl");
        var check = new Cjt188AnswerCheck();
        var cases = Replies(frames, overhead: 13, lengthAt: 10).Where(reply => Front(reply)[9] == 0x81).Select(reply => Cjt188Case(reply, check)).ToList();
        return new(FrameProtocol.Cjt188, cases, [.. frames.Select(frame => frame.Bytes)], [Cjt188Frame.Scan], check);
    }

    private static FuzzProtocol Rtu()
    {
        var frames = Modbus(FrameProtocol.ModbusRtu);
        var cases = frames.Where(IsRead).Select(frame => ModbusCase(Wire.Of(frame.Reply_to!), unit => new ModbusRtuDialog(unit), frame.Bytes)).ToList();
        return new(
            FrameProtocol.ModbusRtu, cases, [.. frames.Select(frame => frame.Bytes)], [RtuFrame.ScanAny, RtuFrame.ScanRequest], new ModbusAnswerCheck(isTcp: false));
    }

    /// <summary>The same contents as RTU: nobody has published ASCII captures.</summary>
    private static FuzzProtocol Ascii()
    {
        var frames = Modbus(FrameProtocol.ModbusRtu).Where(frame => frame.Valid).ToList();
        var cases = frames.Where(IsRead).Select(frame => ModbusCase(Wire.Of(frame.Reply_to!), unit => new ModbusAsciiDialog(unit), Characters(frame.Bytes))).ToList();
        return new("modbus-ascii", cases, [.. frames.Select(frame => Characters(frame.Bytes))], [AsciiFrame.Scan], new AsciiAnswerCheck());
    }

    private static FuzzProtocol Mbap()
    {
        var frames = Modbus(FrameProtocol.ModbusTcp);
        var cases = frames.Where(IsRead)
            .Select(frame => ModbusCase(Wire.Of(frame.Reply_to!).AsSpan(6), unit => new ModbusTcpDialog(unit), frame.Bytes) with { Echoed = 2, Unsealed = 9.. }).ToList();
        return new(FrameProtocol.ModbusTcp, cases, [.. frames.Select(frame => frame.Bytes)], [MbapFrame.Scan], new ModbusAnswerCheck(isTcp: true));
    }

    private static List<GoldenFrame> Modbus(string protocol) => [.. GoldenFrame.Load("modbus.jsonl").Where(frame => frame.Protocol == protocol)];

    private static bool IsRead(GoldenFrame frame) => frame is { IsReply: true, Valid: true, Reply_to: not null } && frame.Decoded.GetProperty("function").GetInt32() is 3 or 4;

    private static IEnumerable<byte[]> Replies(IEnumerable<GoldenFrame> frames, int overhead = 12, int lengthAt = 9) =>
        frames.Where(frame => frame is { IsReply: true, Valid: true }).Select(frame =>
        {
            // Bytes behind the end belong to the noise of the line, not to the frame.
            var (bytes, start) = (frame.Bytes, frame.Bytes.AsSpan().IndexOf((byte)0x68));
            return bytes[..(start + overhead + bytes[start + lengthAt])];
        });

    private static ReadOnlySpan<byte> Front(byte[] reply) => reply.AsSpan(reply.AsSpan().IndexOf((byte)0x68));

    private static bool IsRead(byte[] reply, byte control, int idLength) => Front(reply)[8] == control && Front(reply)[9] > idLength;

    private static string Digits(ReadOnlySpan<byte> lowFirst) => string.Concat(lowFirst.ToArray().Reverse().Select(pair => pair.ToString("X2")));

    private static FuzzCase Dlt645Case(Dlt645Edition edition, byte[] reply, IReadOnlyList<byte[]> before)
    {
        var frame = Front(reply);
        var address = Digits(frame.Slice(1, 6));
        var (protocol, idLength) = edition == Dlt645Edition.V1997 ? (MeterProtocol.Dlt645V1997, 2) : (MeterProtocol.Dlt645V2007, 4);
        var plain = frame[10..^2].ToArray().Select(one => unchecked((byte)(one - 0x33))).ToArray();
        var isRefusal = (frame[8] & 0x40) != 0;
        var id = isRefusal ? new DataId(idLength == 4 ? 0x00010000u : 0x9010u) : DataId.FromWire([.. plain[..idLength], 0, 0]);
        var width = isRefusal ? 4 : plain.Length - idLength;
        if (width % 4 == 1 && plain[^1] == 0xAA) width--;
        return new(
            () => Dialogs.For(protocol, address, LineKind.Tcp), new Question.Dlt645(id) { Edition = edition, Items = Items(width, id, edition) }, before, reply, 0, default);
    }

    private static List<Item> Items(int width, DataId id, Dlt645Edition edition) => width % 4 == 0
        ? [.. Enumerable.Range(0, width / 4).Select(index => Item(index, new Layout.Dlt645(Dlt645Type.Bcd, 4) { Id = id, Edition = edition }))]
        : [Item(0, new Layout.Dlt645(Dlt645Type.Digits, Math.Min(64, width)) { Id = id, Edition = edition })];

    // A dialog numbers its requests from 1, and the meter gives the number back.
    private static FuzzCase Cjt188Case(byte[] reply, Cjt188AnswerCheck check)
    {
        var frame = reply.AsSpan(reply.AsSpan().IndexOf((byte)0x68));
        frame[13] = 1;
        check.Seal(frame);
        var (address, width) = ($"{frame[1]:X2}:{Digits(frame.Slice(2, 7))}", frame.Length - 13 - 3);
        var items = Enumerable.Range(0, width / 2).Select(index => Item(index, new Layout.Cjt188(0x901F, 2 * index, Cjt188Type.Digits, 2) { ReplyWidth = width }));
        return new(() => Dialogs.For(MeterProtocol.Cjt188, address, LineKind.Tcp), new Question.Cjt188(frame[1], 0x901F, width) { Items = [.. items] }, [], reply, 0, default);
    }

    private static byte[] Characters(byte[] rtu)
    {
        var content = rtu[..^2];
        var lrc = (byte)(256 - (content.Sum(one => one) % 256));
        return System.Text.Encoding.ASCII.GetBytes($":{Convert.ToHexString(content)}{lrc:X2}\r\n");
    }

    /// <summary><paramref name="ask"/> begins with unit and PDU.</summary>
    private static FuzzCase ModbusCase(ReadOnlySpan<byte> ask, Func<byte, IDialog> dialog, byte[] reply)
    {
        var (unit, table, start, count) = (ask[0], (ModbusTable)ask[1], (ushort)((ask[2] << 8) | ask[3]), ask[5]);
        var items = Enumerable.Range(0, count).Select(index => Item(index, new Layout.Modbus(table, (ushort)(start + index), ModbusType.U16, WordOrder.Abcd, 1, null)));
        return new(() => dialog(unit), new Question.Modbus(table, start, count) { Items = [.. items] }, [], reply, 0, default);
    }

    private static Item Item(int index, Layout layout) => new()
    {
        Obis = new(1, 0, 1, 8, (byte)index, 255),
        Name = "item",
        Unit = Unit.None,
        Decimals = 0,
        IsRegister = true,
        Layout = layout,
    };
}
