using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Models.Dictionary;
using AmrCollector.Polling;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Protocol.Modbus;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Protocol.Fuzz;

/// <summary>The protocols with what tests/vectors holds of them.</summary>
public static class FuzzProtocols
{
    private static readonly Lazy<IReadOnlyList<FuzzProtocol>> Loaded = new(() => [Dlt645V2007(), Rtu(), Mbap()]);

    /// <summary>Each of them.</summary>
    public static IReadOnlyList<FuzzProtocol> All => Loaded.Value;

    private static FuzzProtocol Dlt645V2007()
    {
        var frames = GoldenFrame.Load("dlt645.jsonl").Where(frame => frame.Protocol == FrameProtocol.Dlt645V2007).ToList();
        var cases = frames.Where(frame => frame is { IsReply: true, Valid: true }).Select(frame => Frame(frame.Bytes)).Where(IsRead2007)
            .Select(reply => Dlt645Case(reply, [])).ToList();
        cases.Add(Dlt645Case(
            Hex.Of("68 12 90 78 56 34 12 68 92 06 34 35 63 36 33 34 87 16"), [Hex.Of("68 12 90 78 56 34 12 68 B1 05 34 35 63 36 33 71 16")]));
        cases.Add(Dlt645Case(Hex.Of("FE FE FE FE 68 12 90 78 56 34 12 68 D1 01 35 8D 16"), []));
        return new(FrameProtocol.Dlt645V2007, cases, [.. frames.Select(frame => frame.Bytes)], [Dlt645Frame.Scan], new Dlt645AnswerCheck(4, hasSequence: true));
    }

    private static FuzzProtocol Rtu()
    {
        var frames = Modbus(FrameProtocol.ModbusRtu);
        var cases = frames.Where(IsRead).Select(frame =>
        {
            var ask = Wire.Of(frame.Reply_to!);
            return ModbusCase(ask[0], ask.AsSpan(1), LineKind.Tcp, frame.Bytes, default(Range));
        }).ToList();
        return new(
            FrameProtocol.ModbusRtu, cases, [.. frames.Select(frame => frame.Bytes)], [RtuFrame.ScanAny, RtuFrame.ScanRequest], new ModbusAnswerCheck(isTcp: false));
    }

    private static FuzzProtocol Mbap()
    {
        var frames = Modbus(FrameProtocol.ModbusTcp);
        var cases = frames.Where(IsRead).Select(frame =>
        {
            var ask = Wire.Of(frame.Reply_to!);
            var reply = frame.Bytes;
            (reply[0], reply[1]) = (0, 1); // the first transaction of a dialog
            return ModbusCase(ask[6], ask.AsSpan(7), LineKind.ModbusTcp, reply, 9..);
        }).ToList();
        return new(FrameProtocol.ModbusTcp, cases, [.. frames.Select(frame => frame.Bytes)], [MbapFrame.Scan], new ModbusAnswerCheck(isTcp: true));
    }

    private static List<GoldenFrame> Modbus(string protocol) => [.. GoldenFrame.Load("modbus.jsonl").Where(frame => frame.Protocol == protocol)];

    private static bool IsRead(GoldenFrame frame) => frame is { IsReply: true, Valid: true, Reply_to: not null } && frame.Decoded.GetProperty("function").GetInt32() is 3 or 4;

    private static bool IsRead2007(byte[] reply)
    {
        var frame = reply.AsSpan(reply.AsSpan().IndexOf((byte)0x68));
        return frame[8] == 0x91 && frame[9] > 4;
    }

    // Bytes behind the end belong to the noise of the line, not to the frame.
    private static byte[] Frame(byte[] bytes)
    {
        var start = bytes.AsSpan().IndexOf((byte)0x68);
        return bytes[..(start + 12 + bytes[start + 9])];
    }

    private static FuzzCase Dlt645Case(byte[] reply, IReadOnlyList<byte[]> before)
    {
        var frame = reply.AsSpan(reply.AsSpan().IndexOf((byte)0x68));
        var address = string.Concat(frame.Slice(1, 6).ToArray().Reverse().Select(pair => pair.ToString("X2")));
        var isRefusal = (frame[8] & 0x40) != 0;
        var id = isRefusal ? new DataId(0x00010000) : IdOf(frame);
        var width = isRefusal ? 4 : frame[9] - 4;
        return new(() => Dialogs.For(MeterProtocol.Dlt645V2007, address, LineKind.Tcp), new Question.Dlt645(id) { Items = Items(width, id) }, before, reply, default);
    }

    private static DataId IdOf(ReadOnlySpan<byte> frame)
    {
        Span<byte> plain = stackalloc byte[4];
        for (var i = 0; i < 4; i++) plain[i] = unchecked((byte)(frame[10 + i] - 0x33));
        return DataId.FromWire(plain);
    }

    private static List<Item> Items(int width, DataId id) => width % 4 == 0
        ? [.. Enumerable.Range(0, width / 4).Select(index => Item(index, new Layout.Dlt645(Dlt645Type.Bcd, 4) { Id = id }))]
        : [Item(0, new Layout.Dlt645(Dlt645Type.Digits, Math.Min(64, width)) { Id = id })];

    private static FuzzCase ModbusCase(byte unit, ReadOnlySpan<byte> pdu, LineKind line, byte[] reply, Range data)
    {
        var (table, start, count) = ((ModbusTable)pdu[0], (ushort)((pdu[1] << 8) | pdu[2]), pdu[4]);
        var items = Enumerable.Range(0, count).Select(index => Item(index, new Layout.Modbus(table, (ushort)(start + index), ModbusType.U16, WordOrder.Abcd, 1, null)));
        return new(() => Dialogs.For(MeterProtocol.Modbus, unit.ToString(), line), new Question.Modbus(table, start, count) { Items = [.. items] }, [], reply, data);
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
