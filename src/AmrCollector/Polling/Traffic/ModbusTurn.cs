using System.Buffers.Binary;
using System.Globalization;
using AmrCollector.Models.Dictionary;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Polling.Traffic;

/// <summary>Tells Modbus requests from replies when nobody says who spoke: RTU frames look alike both ways. Pure.</summary>
internal static class ModbusTurn
{
    private const byte Refusal = 0x80;

    /// <summary>True when <paramref name="frame"/> is a reply: it fits what was asked, or it cannot be a request.</summary>
    internal static bool IsReply(TrafficFrame frame, TrafficFrame? asked)
    {
        if (frame.IsSent) return false;
        var (unit, pdu, transaction) = PartsOf(frame);
        if (pdu.Length == 0) return false;
        if (asked is not null && asked.Protocol == frame.Protocol)
        {
            var (askedUnit, request, askedTransaction) = PartsOf(asked);
            var isSame = unit == askedUnit && transaction == askedTransaction && request.Length > 0 && (pdu[0] & ~Refusal) == request[0];
            if (isSame && Fits(pdu, request)) return true;
        }

        return (pdu[0] & Refusal) != 0 || (frame.Protocol == FrameProtocol.ModbusRtu
            ? RtuFrame.ScanRequest(frame.Bytes).Verdict != ScanVerdict.Frame
            : pdu[0] is >= 1 and <= 4 && pdu.Length != ReadRegisters.RtuLength - 3);
    }

    /// <summary>Unit, PDU and transaction of an RTU, ASCII or MBAP frame.</summary>
    internal static (byte Unit, byte[] Pdu, int Transaction) PartsOf(TrafficFrame frame)
    {
        var bytes = Conversation.Binary(frame);
        if (frame.Protocol == FrameProtocol.ModbusTcp) return (bytes[6], bytes[MbapFrame.HeaderLength..], BinaryPrimitives.ReadUInt16BigEndian(bytes));
        return bytes.Length < 4 ? ((byte)0, [], 0) : (bytes[0], bytes[1..^2], 0);
    }

    /// <summary>What a request is about: "holding:200 x 2", "coil:5"; null of none and of functions without registers.</summary>
    internal static string? Registers(TrafficFrame? request)
    {
        if (request?.Protocol is not (FrameProtocol.ModbusRtu or FrameProtocol.ModbusTcp or FrameCutter.Ascii)) return null;
        if (PartsOf(request).Pdu is not [var function, _, _, _, _, ..] pdu) return null;
        var table = function switch { 1 or 5 or 0x0F => "coil", 2 => "discrete", 3 or 6 or 0x10 or 0x16 => "holding", 4 => "input", _ => null };
        if (table is null) return null;
        var (start, count) = (BinaryPrimitives.ReadUInt16BigEndian(pdu.AsSpan(1)), BinaryPrimitives.ReadUInt16BigEndian(pdu.AsSpan(3)));
        return function is 5 or 6 or 0x16 or >= 1 and <= 4 && count == 1
            ? string.Create(CultureInfo.InvariantCulture, $"{table}:{start}")
            : string.Create(CultureInfo.InvariantCulture, $"{table}:{start} x {count}");
    }

    private static bool Fits(byte[] reply, byte[] request)
    {
        if ((reply[0] & Refusal) != 0) return reply.Length == 2;
        if (request[0] is < 1 or > 4 || request.Length != 5) return true;
        var count = BinaryPrimitives.ReadUInt16BigEndian(request.AsSpan(3));
        return reply.Length == 2 + ((ModbusTable)request[0]).DataLength(count);
    }
}
