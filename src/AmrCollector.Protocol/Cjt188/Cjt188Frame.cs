namespace AmrCollector.Protocol.Cjt188;

/// <summary>
/// A view over one checked CJ/T 188 frame: <c>68 | T | A0..A6 | C | L | data | CS | 16</c>, nothing masked (dossier Appendix C).
/// </summary>
public readonly ref struct Cjt188Frame
{
    /// <summary>Bytes of a frame besides its data.</summary>
    public const int Overhead = 13;

    /// <summary>The longest data field a scan believes; the standard allows 100 in a read and 50 in a write.</summary>
    public const int MaxData = 255;

    /// <summary>The longest frame, preamble excluded.</summary>
    public const int MaxLength = Overhead + MaxData;

    private const byte Start = 0x68;
    private const byte End = 0x16;
    private const int ControlAt = 9;
    private const int DataAt = 11;

    private readonly ReadOnlySpan<byte> _frame;

    private Cjt188Frame(ReadOnlySpan<byte> frame) => _frame = frame;

    /// <summary>Whose frame it is: the meter asked, or the meter that answers.</summary>
    public Cjt188Address Address => Cjt188Address.FromWire(_frame.Slice(1, Cjt188Address.Length));

    /// <summary>The control byte C.</summary>
    public byte Control => _frame[ControlAt];

    /// <summary>Bit 7 of C: the meter speaks.</summary>
    public bool IsReply => (Control & 0x80) != 0;

    /// <summary>Bit 6 of C: an abnormal reply.</summary>
    public bool IsRefusal => (Control & 0x40) != 0;

    /// <summary>Bits 5-0 of C.</summary>
    public byte Function => (byte)(Control & 0x3F);

    /// <summary>The data: identifier, sequence, values.</summary>
    public ReadOnlySpan<byte> Data => _frame[DataAt..^2];

    /// <summary>Looks at the front of <paramref name="received"/>. Length first, checksum second.</summary>
    public static FrameScan Scan(ReadOnlySpan<byte> received)
    {
        if (received.IsEmpty) return FrameScan.NeedMore;
        if (received[0] != Start)
        {
            var start = received.IndexOf(Start);
            return FrameScan.Noise(start < 0 ? received.Length : start);
        }

        if (received.Length < DataAt) return FrameScan.NeedMore;
        var length = Overhead + received[DataAt - 1];
        if (received.Length < length) return FrameScan.NeedMore;
        var frame = received[..length];
        return frame[^1] == End && Checksum(frame[..^2]) == frame[^2] ? FrameScan.Frame(length) : FrameScan.Noise(1);
    }

    /// <summary>A view when <paramref name="bytes"/> are exactly one good frame.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out Cjt188Frame frame)
    {
        var found = Scan(bytes);
        var ok = found.Verdict == ScanVerdict.Frame && found.Length == bytes.Length;
        frame = ok ? new Cjt188Frame(bytes) : default;
        return ok;
    }

    /// <summary>Writes one frame without preamble and returns its length; <paramref name="data"/> holds at most 255 bytes.</summary>
    public static int Write(Span<byte> destination, Cjt188Address address, byte control, ReadOnlySpan<byte> data)
    {
        destination[0] = Start;
        address.WriteTo(destination[1..]);
        destination[ControlAt] = control;
        destination[ControlAt + 1] = checked((byte)data.Length);
        data.CopyTo(destination[DataAt..]);
        destination[DataAt + data.Length] = Checksum(destination[..(DataAt + data.Length)]);
        destination[DataAt + data.Length + 1] = End;
        return Overhead + data.Length;
    }

    /// <summary>A view over bytes that <see cref="Scan"/> has just called a frame.</summary>
    internal static Cjt188Frame OverChecked(ReadOnlySpan<byte> frame) => new(frame);

    private static byte Checksum(ReadOnlySpan<byte> bytes)
    {
        byte sum = 0;
        foreach (var b in bytes) sum = unchecked((byte)(sum + b));
        return sum;
    }
}
