using System.Buffers.Binary;

namespace AmrCollector.Protocol.Modbus;

/// <summary>
/// Attribution by the PDUs alone: which bytes can be the reply to a request. Pure, allocates nothing, never throws (dossier modbus.md §2).
/// </summary>
public static class ModbusAnswer
{
    private const int IdentificationHeader = 7;

    /// <summary>
    /// Length of the reply PDU that begins with <paramref name="reply"/>: 0 when more bytes are needed to know it, -1 when they do not
    /// begin a reply to <paramref name="request"/>.
    /// </summary>
    public static int Length(ReadOnlySpan<byte> request, ReadOnlySpan<byte> reply)
    {
        if (reply.IsEmpty) return 0;
        if (reply[0] == (request[0] | ModbusFunction.ExceptionBit)) return 2;
        if (reply[0] != request[0]) return -1;
        return request[0] switch
        {
            ModbusFunction.ReadCoils or ModbusFunction.ReadDiscreteInputs => Counted(reply, (Quantity(request) + 7) / 8),
            ModbusFunction.ReadHolding or ModbusFunction.ReadInput or ModbusFunction.ReadWriteRegisters => Counted(reply, Quantity(request) * 2),
            ModbusFunction.WriteCoil or ModbusFunction.WriteRegister or ModbusFunction.WriteCoils or ModbusFunction.WriteRegisters
                => Echoed(request, reply, 5),
            ModbusFunction.MaskWrite => Echoed(request, reply, 7),
            ModbusFunction.Diagnostics => Echoed(request, reply, Quantity(request, 1) == 0 ? 5 : 3) < 0 ? -1 : 5,
            ModbusFunction.ReadExceptionStatus => 2,
            ModbusFunction.ReportServerId => reply.Length < 2 ? 0 : reply[1] is >= 1 and <= 251 ? 2 + reply[1] : -1,
            ModbusFunction.ReadFile => Records(request, reply),
            ModbusFunction.Encapsulated => Objects(request, reply),
            _ => -1,
        };
    }

    /// <summary>True when <paramref name="reply"/> is, whole, a reply to <paramref name="request"/>: normal or an exception.</summary>
    public static bool Holds(ReadOnlySpan<byte> request, ReadOnlySpan<byte> reply) =>
        !request.IsEmpty && Length(request, reply) == reply.Length && !reply.IsEmpty;

    /// <summary>True when the normal reply repeats the request, so that an echo of the adapter looks like it: 05, 06, 08, 16.</summary>
    public static bool RepeatsRequest(byte function) =>
        function is ModbusFunction.WriteCoil or ModbusFunction.WriteRegister or ModbusFunction.Diagnostics or ModbusFunction.MaskWrite;

    /// <summary>
    /// True when a reply to <paramref name="earlier"/> could be taken for one to <paramref name="next"/> where no transaction id tells
    /// them apart: an exception names the function only, so the function decides.
    /// </summary>
    public static bool CouldBeTakenFor(ReadOnlySpan<byte> earlier, ReadOnlySpan<byte> next) => earlier[0] == next[0];

    private static int Counted(ReadOnlySpan<byte> reply, int bytes) => reply.Length < 2 ? 0 : reply[1] == bytes ? 2 + bytes : -1;

    private static int Echoed(ReadOnlySpan<byte> request, ReadOnlySpan<byte> reply, int length)
    {
        var known = Math.Min(length, reply.Length);
        return reply[..known].SequenceEqual(request[..known]) ? length : -1;
    }

    // Each group: its length, the reference type, its registers; as many and as long as asked.
    private static int Records(ReadOnlySpan<byte> request, ReadOnlySpan<byte> reply)
    {
        var at = 2;
        for (var group = request[2..]; !group.IsEmpty; group = group[FileRecord.RequestLength..])
        {
            var length = FileRecord.Of(group).ReplyLength;
            if (reply.Length > at && reply[at] != length - 1) return -1;
            if (reply.Length > at + 1 && reply[at + 1] != FileRecord.ReferenceType) return -1;
            at += length;
        }

        return reply.Length > 1 && reply[1] != at - 2 ? -1 : at;
    }

    // 2B 0E code conformity more next count, then id, length and text of each object.
    private static int Objects(ReadOnlySpan<byte> request, ReadOnlySpan<byte> reply)
    {
        if (reply.Length > 1 && reply[1] != request[1]) return -1;
        if (reply.Length > 2 && reply[2] != request[2]) return -1;
        if (reply.Length > 4 && reply[4] is not (0x00 or 0xFF)) return -1;
        if (reply.Length < IdentificationHeader) return 0;
        var at = IdentificationHeader;
        var least = (int)request[3];
        for (var left = reply[6]; left > 0; left--)
        {
            if (reply.Length > at)
            {
                var isAsked = request[2] == (byte)IdentificationLevel.One ? reply[at] == least : reply[at] >= least;
                if (!isAsked) return -1;
                least = reply[at] + 1;
            }

            if (reply.Length < at + 2) return 0;
            at += 2 + reply[at + 1];
            if (at > ModbusRequest.MaxPdu) return -1;
        }

        return at;
    }

    private static int Quantity(ReadOnlySpan<byte> request, int at = 3) => BinaryPrimitives.ReadUInt16BigEndian(request[at..]);
}
