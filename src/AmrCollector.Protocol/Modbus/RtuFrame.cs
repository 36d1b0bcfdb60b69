using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.Intrinsics;

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
    private const byte LastException = 0x0B;

    private const byte EventLog = 0x0C;

    private const byte NormalKinds = 0x0F;

    private const int PlainLength = 8;

    /// <summary>Bytes of an exception reply.</summary>
    public const int ExceptionLength = 5;

    // A function code is known when the row of its low digit and the kind of its high digit share a bit; exceptions have kinds of their own.
    private static readonly Vector128<byte> KindsByHigh = Vector128.Create([.. Enumerable.Range(0, 16).Select(KindOf)]);
    private static readonly Vector128<byte> FunctionsByLow = Vector128.Create([.. Enumerable.Range(0, 16).Select(RowOf)]);

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

    private static FrameScan AnyAt(ReadOnlySpan<byte> received)
    {
        if (received.Length >= PlainLength && IsPlain(received[1])) return PlainAt(received);
        var request = ScanRequest(received);
        if (request.Verdict == ScanVerdict.Frame) return request;

        var length = AnyReplyLength(received);
        if (length < 0) return request;
        if (length == 0 || received.Length < length) return FrameScan.NeedMore;
        return HasGoodCrc(received[..length]) ? FrameScan.Frame(length) : request;
    }

    // Requests of one length, the commonest of all, and the replies to them: looked at by themselves because noise is full of their codes.
    private static bool IsPlain(byte function) => function is >= ModbusFunction.ReadCoils and <= ModbusFunction.WriteRegister or ModbusFunction.Diagnostics;

    private static FrameScan PlainAt(ReadOnlySpan<byte> received)
    {
        if (Crc16.OfEight(BinaryPrimitives.ReadUInt64LittleEndian(received)) == 0) return FrameScan.Frame(PlainLength);
        if (received[1] > ModbusFunction.ReadInput) return FrameScan.Noise(1);
        var length = CountedLength(received);
        if (length > received.Length) return FrameScan.NeedMore;
        return length > 0 && HasGoodCrc(received[..length]) ? FrameScan.Frame(length) : FrameScan.Noise(1);
    }

    // The next place where a frame stands or may yet come to stand.
    private static int NextStart(ReadOnlySpan<byte> received)
    {
        var at = 1;
        for (; at + 2 + Vector128<byte>.Count <= received.Length; at += Vector128<byte>.Count)
        {
            for (var starts = Starts(received[at..]); starts != 0; starts &= starts - 1)
            {
                var start = at + BitOperations.TrailingZeroCount(starts);
                if (AnyAt(received[start..]).Verdict != ScanVerdict.Noise) return start;
            }
        }

        while (at + 1 < received.Length && AnyAt(received[at..]).Verdict == ScanVerdict.Noise) at++;
        return at;
    }

    // A bit for each of the first sixteen places whose second and third byte can be those of a frame.
    private static uint Starts(ReadOnlySpan<byte> received)
    {
        var functions = Vector128.Create(received[1..]);
        var kinds = Vector128.Shuffle(FunctionsByLow, functions & Vector128.Create((byte)0x0F)) & Vector128.Shuffle(KindsByHigh, functions >> 4);
        var isException = Vector128.LessThan(Vector128.Create(received[2..]) - Vector128<byte>.One, Vector128.Create(LastException));
        return (~Vector128.Equals(kinds & (Vector128.Create(NormalKinds) | isException), Vector128<byte>.Zero)).ExtractMostSignificantBits();
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
        var isCount = count is > 0 and <= 251 && received[1] switch
        {
            ModbusFunction.ReadHolding or ModbusFunction.ReadInput or ModbusFunction.ReadWriteRegisters => (count & 1) == 0,
            ModbusFunction.ReadFile => received.Length < 5 || received[4] == FileRecord.ReferenceType,
            ModbusFunction.WriteFile => received.Length < 4 || received[3] == FileRecord.ReferenceType,
            EventLog => count is >= 6 and <= 70,
            _ => true,
        };
        return isCount ? 5 + count : -1;
    }

    private static byte KindOf(int high) => (byte)(high is < 4 ? 1 << high : high is >= 8 and < 12 ? 1 << (high - 4) : 0);

    private static byte RowOf(int low) => (byte)Enumerable.Range(0, 16).Where(high => IsKnown((byte)((high << 4) | low))).Aggregate(0, (row, high) => row | KindOf(high));

    private static bool IsKnown(byte code) => ModbusRequest.Length([code]) >= 0 || AnyReplyLength([0, code]) >= 0;

    private static int Identification(ReadOnlySpan<byte> received)
    {
        if (received.Length < 5) return 0;
        ReadOnlySpan<byte> request = [received[1], received[2], received[3], 0];
        if (request[1] != ModbusFunction.DeviceIdentification || request[2] == (byte)IdentificationLevel.One) return -1;
        return ModbusAnswer.Length(request, received[1..]) switch { > 0 and var length => length + Overhead, var other => other };
    }
}
