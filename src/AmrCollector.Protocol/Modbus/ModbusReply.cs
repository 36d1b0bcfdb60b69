using System.Buffers.Binary;

namespace AmrCollector.Protocol.Modbus;

/// <summary>A view over the PDU of a reply that was attributed to its request.</summary>
public readonly ref struct ModbusReply
{
    private readonly ReadOnlySpan<byte> _pdu;

    private ModbusReply(ReadOnlySpan<byte> pdu) => _pdu = pdu;

    /// <summary>True when the device refused: see <see cref="ExceptionCode"/>.</summary>
    public bool IsException => (_pdu[0] & ModbusFunction.ExceptionBit) != 0;

    /// <summary>The exception code, 0 in a normal reply.</summary>
    public byte ExceptionCode => IsException ? _pdu[1] : (byte)0;

    /// <summary>The function asked, without the exception bit.</summary>
    public byte Function => (byte)(_pdu[0] & ~ModbusFunction.ExceptionBit);

    /// <summary>The whole PDU.</summary>
    public ReadOnlySpan<byte> Pdu => _pdu;

    /// <summary>
    /// What was read: register bytes, high byte first (03, 04, 17), bits, lowest of the first byte first (01, 02), the server's id (11); of
    /// everything else what stands behind the function code. Empty in an exception.
    /// </summary>
    public ReadOnlySpan<byte> Data => IsException ? [] : Function switch
    {
        (>= ModbusFunction.ReadCoils and <= ModbusFunction.ReadInput) or ModbusFunction.ReadWriteRegisters or ModbusFunction.ReportServerId => _pdu[2..],
        _ => _pdu[1..],
    };

    /// <summary>The register bytes of 03, 04 and 17; empty in an exception.</summary>
    public ReadOnlySpan<byte> Registers => Data;

    /// <summary>2B/0E: more objects are to be asked for, from <see cref="NextObject"/> on.</summary>
    public bool HasMoreObjects => Function == ModbusFunction.Encapsulated && !IsException && _pdu[4] == 0xFF;

    /// <summary>2B/0E: the object to ask for next.</summary>
    public byte NextObject => _pdu[5];

    /// <summary>2B/0E: the objects: id, length, value one after the other.</summary>
    public ReadOnlySpan<byte> Objects => Function == ModbusFunction.Encapsulated && !IsException ? _pdu[7..] : [];

    /// <summary>Coil or discrete input <paramref name="index"/> of a reply to 01 or 02.</summary>
    public bool Bit(int index) => (Data[index / 8] & (1 << (index % 8))) != 0;

    /// <summary>Register <paramref name="index"/> of a reply to 03, 04 or 17.</summary>
    public ushort Register(int index) => BinaryPrimitives.ReadUInt16BigEndian(Data[(2 * index)..]);

    /// <summary>
    /// 14: the register bytes of group <paramref name="index"/>; empty when there is none.
    /// </summary>
    public ReadOnlySpan<byte> FileRegisters(int index)
    {
        if (Function != ModbusFunction.ReadFile || IsException) return [];
        for (var groups = _pdu[2..]; !groups.IsEmpty; groups = groups[(1 + groups[0])..])
            if (index-- == 0) return groups[2..(1 + groups[0])];
        return [];
    }

    /// <summary>A view when <paramref name="pdu"/> answers <paramref name="request"/>: normally or by an exception.</summary>
    public static bool TryParse(ReadOnlySpan<byte> pdu, scoped ReadOnlySpan<byte> request, out ModbusReply reply)
    {
        var ok = ModbusAnswer.Holds(request, pdu);
        reply = ok ? new ModbusReply(pdu) : default;
        return ok;
    }

    /// <summary>A view when <paramref name="frame"/> is an RTU frame with a good CRC that answers <paramref name="request"/>.</summary>
    public static bool TryParseRtu(ReadOnlySpan<byte> frame, ReadRegisters request, out ModbusReply reply)
    {
        reply = default;
        Span<byte> pdu = stackalloc byte[ReadRegisters.PduLength];
        request.WritePdu(pdu);
        return RtuFrame.HasGoodCrc(frame) && frame[0] == request.Unit && TryParse(frame[1..^2], pdu, out reply);
    }

    /// <summary>A view when <paramref name="bytes"/> are one MBAP frame that answers <paramref name="request"/> sent as <paramref name="transaction"/>.</summary>
    public static bool TryParseMbap(ReadOnlySpan<byte> bytes, ReadRegisters request, ushort transaction, out ModbusReply reply)
    {
        reply = default;
        Span<byte> pdu = stackalloc byte[ReadRegisters.PduLength];
        request.WritePdu(pdu);
        return MbapFrame.TryParse(bytes, out var frame) && frame.Transaction == transaction && frame.Unit == request.Unit
            && TryParse(frame.Pdu, pdu, out reply);
    }
}
