namespace AmrCollector.Protocol.Modbus;

/// <summary>A view over the PDU of a reply to functions 03 or 04, and its attribution.</summary>
public readonly ref struct ModbusReply
{
    private readonly ReadOnlySpan<byte> _pdu;

    private ModbusReply(ReadOnlySpan<byte> pdu) => _pdu = pdu;

    /// <summary>True when the device refused: see <see cref="ExceptionCode"/>.</summary>
    public bool IsException => (_pdu[0] & 0x80) != 0;

    /// <summary>The exception code, 0 in a normal reply.</summary>
    public byte ExceptionCode => IsException ? _pdu[1] : (byte)0;

    /// <summary>The register bytes, high byte first; empty in an exception.</summary>
    public ReadOnlySpan<byte> Registers => IsException ? [] : _pdu[2..];

    /// <summary>A view when <paramref name="pdu"/> answers <paramref name="request"/>: function and byte count, or an exception to its function.</summary>
    public static bool TryParse(ReadOnlySpan<byte> pdu, ReadRegisters request, out ModbusReply reply)
    {
        var ok = pdu.Length >= 2 && (pdu[0] == ((byte)request.Table | 0x80)
            ? pdu.Length == 2
            : pdu[0] == (byte)request.Table && pdu[1] == request.ReplyDataLength && pdu.Length == 2 + request.ReplyDataLength);
        reply = ok ? new ModbusReply(pdu) : default;
        return ok;
    }

    /// <summary>A view when <paramref name="frame"/> is an RTU frame with a good CRC that answers <paramref name="request"/>.</summary>
    public static bool TryParseRtu(ReadOnlySpan<byte> frame, ReadRegisters request, out ModbusReply reply)
    {
        reply = default;
        return RtuFrame.HasGoodCrc(frame) && frame[0] == request.Unit && TryParse(frame[1..^2], request, out reply);
    }

    /// <summary>A view when <paramref name="bytes"/> are one MBAP frame that answers <paramref name="request"/> sent as <paramref name="transaction"/>.</summary>
    public static bool TryParseMbap(ReadOnlySpan<byte> bytes, ReadRegisters request, ushort transaction, out ModbusReply reply)
    {
        reply = default;
        return MbapFrame.TryParse(bytes, out var frame) && frame.Transaction == transaction && frame.Unit == request.Unit
            && TryParse(frame.Pdu, request, out reply);
    }
}
