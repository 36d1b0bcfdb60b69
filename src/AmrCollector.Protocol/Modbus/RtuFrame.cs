using System.Buffers.Binary;

namespace AmrCollector.Protocol.Modbus;

/// <summary>
/// Scans for RTU frames. A frame does not carry its length: the request, or the function code, fixes it, and the CRC is believed
/// only at that length (dossier modbus.md §2).
/// </summary>
public static class RtuFrame
{
    /// <summary>The longest frame on a serial line.</summary>
    public const int MaxLength = 256;

    /// <summary>Bytes of a frame besides its PDU: unit and CRC.</summary>
    public const int Overhead = 3;

    /// <summary>The last exception code the protocol has.</summary>
    internal const byte LastException = 0x0B;

    private const byte EventLog = 0x0C;

    /// <summary>The most bytes a reply may count.</summary>
    internal const byte MaxCount = 251;

    /// <summary>Bytes of an exception reply.</summary>
    public const int ExceptionLength = 5;

    /// <summary>Looks at the front of <paramref name="received"/> for the reply to <paramref name="request"/>. Length first, CRC second.</summary>
    public static FrameScan ScanReply(ReadOnlySpan<byte> received, ReadRegisters request)
    {
        Span<byte> pdu = stackalloc byte[ReadRegisters.PduLength];
        request.WritePdu(pdu);
        return ScanReply(received, request.Unit, pdu);
    }

    /// <summary>The same for any request <paramref name="pdu"/> to <paramref name="unit"/>.</summary>
    public static FrameScan ScanReply(ReadOnlySpan<byte> received, byte unit, ReadOnlySpan<byte> pdu)
    {
        var start = received.IndexOf(unit);
        if (start < 0) return received.IsEmpty ? FrameScan.NeedMore : FrameScan.Noise(received.Length);
        if (start > 0) return FrameScan.Noise(start);

        var length = ModbusAnswer.Length(pdu, received[1..]);
        if (length < 0) return FrameScan.Noise(1);
        if (length == 0 || received.Length < length + Overhead) return FrameScan.NeedMore;
        return HasGoodCrc(received[..(length + Overhead)]) ? FrameScan.Frame(length + Overhead) : FrameScan.Noise(1);
    }

    /// <summary>
    /// Looks at the front of <paramref name="received"/> for a request to any unit, as far as <see cref="ModbusRequest.Length"/> knows it. For servers; other
    /// units' replies on the same line look like requests of another length, so a server drops what it holds after a silence.
    /// </summary>
    public static FrameScan ScanRequest(ReadOnlySpan<byte> received)
    {
        if (received.Length < 2) return FrameScan.NeedMore;
        var length = ModbusRequest.Length(received[1..]);
        if (length < 0) return FrameScan.Noise(1);
        if (length == 0 || received.Length < length + Overhead) return FrameScan.NeedMore;
        return HasGoodCrc(received[..(length + Overhead)]) ? FrameScan.Frame(length + Overhead) : FrameScan.Noise(1);
    }

    /// <summary>
    /// Looks at the front of <paramref name="received"/> for any request or reply, or an exception. Noise reaches up to the next place where a
    /// frame stands or may yet come to stand.
    /// </summary>
    public static FrameScan ScanAny(ReadOnlySpan<byte> received)
    {
        if (received.Length < 2) return FrameScan.NeedMore;
        var front = AnyAt(received);
        return front.Verdict == ScanVerdict.Noise ? FrameScan.Noise(NextStart(received)) : front;
    }

    /// <summary>True when the last two bytes are the CRC of the others: then the whole has the CRC 0.</summary>
    public static bool HasGoodCrc(ReadOnlySpan<byte> frame) =>
        frame.Length >= 4 && Crc16.Of(frame) == 0;

    /// <summary>Appends the CRC of the first <paramref name="length"/> bytes; returns the whole length.</summary>
    public static int Seal(Span<byte> frame, int length)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(frame[length..], Crc16.Of(frame[..length]));
        return length + 2;
    }

    /// <summary>Writes one frame and returns its length.</summary>
    public static int Write(Span<byte> destination, byte unit, ReadOnlySpan<byte> pdu)
    {
        destination[0] = unit;
        pdu.CopyTo(destination[1..]);
        return Seal(destination, 1 + pdu.Length);
    }

    /// <summary>Looks at the front for any request or reply; what cannot be one is noise of one byte.</summary>
    internal static FrameScan AnyAt(ReadOnlySpan<byte> received)
    {
        var request = ScanRequest(received);
        if (request.Verdict == ScanVerdict.Frame) return request;

        var length = AnyReplyLength(received);
        if (length < 0) return request;
        if (length == 0 || received.Length < length) return FrameScan.NeedMore;
        return HasGoodCrc(received[..length]) ? FrameScan.Frame(length) : request;
    }

    // The next place where a frame stands or may yet come to stand.
    private static int NextStart(ReadOnlySpan<byte> received)
    {
        var at = RtuStarts.Next(received, 1);
        while (at + 1 < received.Length && AnyAt(received[at..]).Verdict == ScanVerdict.Noise) at++;
        return at;
    }

    // Whole length of a reply when the request is not known; 0 when more bytes are needed to know it, -1 when it cannot be one.
    private static int AnyReplyLength(ReadOnlySpan<byte> received) => received[1] switch
    {
        (>= 1 and <= 4) or EventLog or 0x11 or 0x14 or 0x15 or 0x17 => CountedLength(received),
        5 or 6 or 8 or 0x0B or 0x0F or 0x10 => 8,
        7 => 5,
        0x16 => 10,
        0x2B => Identification(received),
        (>= 0x81 and <= 0x88) or 0x8B or 0x8C or (>= 0x8F and <= 0x91) or (>= 0x94 and <= 0x97) or 0xAB
            => received.Length < 3 ? 0 : received[2] is >= 1 and <= LastException ? ExceptionLength : -1,
        _ => -1,
    };

    // Registers are two bytes each, groups of a file begin with their length and 06, an event log has 6 to 70 bytes: most noise is told
    // from a reply without its CRC.
    private static int CountedLength(ReadOnlySpan<byte> received)
    {
        if (received.Length < 3) return 0;
        var count = received[2];
        var isCount = count is > 0 and <= MaxCount && received[1] switch
        {
            ModbusFunction.ReadHolding or ModbusFunction.ReadInput or ModbusFunction.ReadWriteRegisters => (count & 1) == 0,
            ModbusFunction.ReadFile => received.Length < 5 || received[4] == FileRecord.ReferenceType,
            ModbusFunction.WriteFile => received.Length < 4 || received[3] == FileRecord.ReferenceType,
            EventLog => count is >= 6 and <= 70,
            _ => true,
        };
        return isCount ? 5 + count : -1;
    }

    private static int Identification(ReadOnlySpan<byte> received)
    {
        if (received.Length < 5) return 0;
        ReadOnlySpan<byte> request = [received[1], received[2], received[3], 0];
        if (request[1] != ModbusFunction.DeviceIdentification || request[2] == (byte)IdentificationLevel.One) return -1;
        return ModbusAnswer.Length(request, received[1..]) switch { > 0 and var length => length + Overhead, var other => other };
    }
}
