using System.Buffers.Binary;

namespace AmrCollector.Protocol.Modbus;

/// <summary>A view over one Modbus TCP frame: transaction, protocol 0, length, unit, PDU.</summary>
public readonly ref struct MbapFrame
{
    /// <summary>Bytes before the PDU.</summary>
    public const int HeaderLength = 7;

    /// <summary>The longest frame: header and a PDU of 253 bytes.</summary>
    public const int MaxLength = HeaderLength + 253;

    private readonly ReadOnlySpan<byte> _frame;

    private MbapFrame(ReadOnlySpan<byte> frame) => _frame = frame;

    /// <summary>The id the client chose; a reply repeats it.</summary>
    public ushort Transaction => BinaryPrimitives.ReadUInt16BigEndian(_frame);

    /// <summary>Unit address behind the gateway.</summary>
    public byte Unit => _frame[6];

    /// <summary>Function code and what follows it.</summary>
    public ReadOnlySpan<byte> Pdu => _frame[HeaderLength..];

    /// <summary>Looks at the front of <paramref name="received"/>; a header that cannot be MBAP is noise of one byte.</summary>
    public static FrameScan Scan(ReadOnlySpan<byte> received)
    {
        if (received.Length > 2 && received[2] != 0) return FrameScan.Noise(1);
        if (received.Length > 3 && received[3] != 0) return FrameScan.Noise(1);
        if (received.Length < 6) return FrameScan.NeedMore;

        var length = BinaryPrimitives.ReadUInt16BigEndian(received[4..]);
        if (length is < 2 or > 254) return FrameScan.Noise(1);
        return received.Length < 6 + length ? FrameScan.NeedMore : FrameScan.Frame(6 + length);
    }

    /// <summary>A view when <paramref name="bytes"/> are exactly one frame.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out MbapFrame frame)
    {
        var ok = !bytes.IsEmpty && Scan(bytes) == FrameScan.Frame(bytes.Length);
        frame = ok ? new MbapFrame(bytes) : default;
        return ok;
    }

    /// <summary>Writes the seven header bytes for a PDU of <paramref name="pduLength"/> bytes.</summary>
    public static void WriteHeader(Span<byte> destination, ushort transaction, byte unit, int pduLength)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, transaction);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(destination[4..], checked((ushort)(pduLength + 1)));
        destination[6] = unit;
    }

    /// <summary>Writes one frame and returns its length.</summary>
    public static int Write(Span<byte> destination, ushort transaction, byte unit, ReadOnlySpan<byte> pdu)
    {
        WriteHeader(destination, transaction, unit, pdu.Length);
        pdu.CopyTo(destination[HeaderLength..]);
        return HeaderLength + pdu.Length;
    }
}
