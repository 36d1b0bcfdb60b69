using System.Buffers;
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

    /// <summary>Bytes of an exception reply.</summary>
    public const int ExceptionLength = 5;

    private static readonly SearchValues<byte> Functions = SearchValues.Create(KnownFunctions());

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
    /// Looks at the front of <paramref name="received"/> for any request or reply, or an exception. Noise reaches up to the next byte that
    /// a known function code follows.
    /// </summary>
    public static FrameScan ScanAny(ReadOnlySpan<byte> received)
    {
        if (received.Length < 2) return FrameScan.NeedMore;
        var request = ScanRequest(received);
        if (request.Verdict == ScanVerdict.Frame) return request;

        var length = AnyReplyLength(received);
        if (length == 0 || received.Length < length) return FrameScan.NeedMore;
        if (length > 0 && HasGoodCrc(received[..length])) return FrameScan.Frame(length);
        if (request.Verdict == ScanVerdict.NeedMore) return request;
        var next = received[2..].IndexOfAny(Functions);
        return FrameScan.Noise(next < 0 ? received.Length - 1 : next + 1);
    }

    /// <summary>True when the last two bytes are the CRC of the others.</summary>
    public static bool HasGoodCrc(ReadOnlySpan<byte> frame) =>
        frame.Length >= 4 && Crc16.Of(frame[..^2]) == BinaryPrimitives.ReadUInt16LittleEndian(frame[^2..]);

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

    // Whole length of a reply when the request is not known; 0 when more bytes are needed to know it, -1 when it cannot be one.
    private static int AnyReplyLength(ReadOnlySpan<byte> received) => received[1] switch
    {
        (>= 1 and <= 4) or 0x0C or 0x11 or 0x14 or 0x15 or 0x17 => received.Length < 3 ? 0 : IsCount(received[1], received[2]) ? 5 + received[2] : -1,
        5 or 6 or 8 or 0x0B or 0x0F or 0x10 => 8,
        7 => 5,
        0x16 => 10,
        0x2B => Identification(received),
        (>= 0x81 and <= 0x88) or 0x8B or 0x8C or (>= 0x8F and <= 0x91) or (>= 0x94 and <= 0x97) or 0xAB => ExceptionLength,
        _ => -1,
    };

    // Registers are two bytes each, so half of all noise is told from a reply without its CRC.
    private static bool IsCount(byte function, byte count) =>
        count is > 0 and <= 251 && ((count & 1) == 0 || function is not (ModbusFunction.ReadHolding or ModbusFunction.ReadInput or ModbusFunction.ReadWriteRegisters));

    private static byte[] KnownFunctions() =>
        [.. Enumerable.Range(0, 256).Select(code => (byte)code).Where(code => ModbusRequest.Length([code]) >= 0 || AnyReplyLength([0, code]) >= 0)];

    private static int Identification(ReadOnlySpan<byte> received)
    {
        if (received.Length < 5) return 0;
        ReadOnlySpan<byte> request = [received[1], received[2], received[3], 0];
        if (request[1] != ModbusFunction.DeviceIdentification || request[2] == (byte)IdentificationLevel.One) return -1;
        return ModbusAnswer.Length(request, received[1..]) switch { > 0 and var length => length + Overhead, var other => other };
    }
}
