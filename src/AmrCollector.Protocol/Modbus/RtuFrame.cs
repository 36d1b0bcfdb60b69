using System.Buffers.Binary;

namespace AmrCollector.Protocol.Modbus;

/// <summary>Scans for the RTU reply to one read request: the request fixes the reply's length (dossier modbus.md §2).</summary>
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
}
