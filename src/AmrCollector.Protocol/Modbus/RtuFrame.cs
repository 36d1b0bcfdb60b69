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

    /// <summary>Bytes of an exception reply.</summary>
    public const int ExceptionLength = 5;

    /// <summary>Looks at the front of <paramref name="received"/> for the reply to <paramref name="request"/>. Length first, CRC second.</summary>
    public static FrameScan ScanReply(ReadOnlySpan<byte> received, ReadRegisters request)
    {
        var start = received.IndexOf(request.Unit);
        if (start < 0) return received.IsEmpty ? FrameScan.NeedMore : FrameScan.Noise(received.Length);
        if (start > 0) return FrameScan.Noise(start);
        if (received.Length < 3) return FrameScan.NeedMore;

        var length = ReplyLength(received, request);
        if (length == 0) return FrameScan.Noise(1);
        if (received.Length < length) return FrameScan.NeedMore;

        return HasGoodCrc(received[..length]) ? FrameScan.Frame(length) : FrameScan.Noise(1);
    }

    /// <summary>
    /// Looks at the front of <paramref name="received"/> for a request to any unit: functions 01-06, 0F and 10. For servers; other
    /// units' replies on the same line look like requests of another length, so a server drops what it holds after a silence.
    /// </summary>
    public static FrameScan ScanRequest(ReadOnlySpan<byte> received)
    {
        if (received.Length < 2) return FrameScan.NeedMore;
        var length = RequestLength(received);
        if (length < 0) return FrameScan.Noise(1);
        if (length == 0 || received.Length < length) return FrameScan.NeedMore;
        return HasGoodCrc(received[..length]) ? FrameScan.Frame(length) : FrameScan.Noise(1);
    }

    /// <summary>Looks at the front of <paramref name="received"/> for any request or reply of functions 01-06, 0F, 10, or an exception.</summary>
    public static FrameScan ScanAny(ReadOnlySpan<byte> received)
    {
        if (received.Length < 2) return FrameScan.NeedMore;
        var request = ScanRequest(received);
        if (request.Verdict == ScanVerdict.Frame) return request;

        var length = AnyReplyLength(received);
        if (length < 0) return request;
        if (length == 0 || received.Length < length) return FrameScan.NeedMore;
        return HasGoodCrc(received[..length]) ? FrameScan.Frame(length) : request;
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

    private static int ReplyLength(ReadOnlySpan<byte> received, ReadRegisters request)
    {
        var function = (byte)request.Table;
        if (received[1] == (function | 0x80)) return ExceptionLength;
        return received[1] == function && received[2] == request.ReplyDataLength ? 5 + request.ReplyDataLength : 0;
    }

    // Whole length of a request; 0 when more bytes are needed to know it, -1 when it cannot be one.
    private static int RequestLength(ReadOnlySpan<byte> received) => received[1] switch
    {
        >= 1 and <= 6 => 8,
        0x0F or 0x10 when received.Length < 7 => 0,
        0x0F => received[6] == (BinaryPrimitives.ReadUInt16BigEndian(received[4..]) + 7) / 8 ? 9 + received[6] : -1,
        0x10 => received[6] == BinaryPrimitives.ReadUInt16BigEndian(received[4..]) * 2 ? 9 + received[6] : -1,
        _ => -1,
    };

    // The same for a reply, when the request is not known.
    private static int AnyReplyLength(ReadOnlySpan<byte> received) => received[1] switch
    {
        >= 1 and <= 4 when received.Length < 3 => 0,
        >= 1 and <= 4 => received[2] is 0 or > 250 ? -1 : 5 + received[2],
        5 or 6 or 0x0F or 0x10 => 8,
        >= 0x81 and <= 0x86 or 0x8F or 0x90 => ExceptionLength,
        _ => -1,
    };
}
