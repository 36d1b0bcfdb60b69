using System.Runtime.Intrinsics;

namespace AmrCollector.Protocol.Dlt645;

/// <summary>
/// A view over one checked DL/T 645 frame, 1997 or 2007:
/// <c>68 | A0..A5 | 68 | C | L | data + 33 | CS | 16</c> (DL/T 645-2007, 5.2; dossier §2).
/// </summary>
public readonly ref struct Dlt645Frame
{
    /// <summary>Bytes of a frame besides its data.</summary>
    public const int Overhead = 12;

    /// <summary>The longest data field a scan believes; base allows 200, security frames and some makers more.</summary>
    public const int MaxData = 255;

    /// <summary>The longest frame, preamble excluded.</summary>
    public const int MaxLength = Overhead + MaxData;

    private const byte Start = 0x68;
    private const byte End = 0x16;
    private const byte Offset = 0x33;
    private const byte Wake = 0xFE;

    private readonly ReadOnlySpan<byte> _frame;

    private Dlt645Frame(ReadOnlySpan<byte> frame) => _frame = frame;

    /// <summary>Whose frame it is: the meter asked, or the meter that answers.</summary>
    public Dlt645Address Address => Dlt645Address.FromWire(_frame.Slice(1, 6));

    /// <summary>The control byte C.</summary>
    public byte Control => _frame[8];

    /// <summary>Bit 7 of C: the meter speaks.</summary>
    public bool IsReply => (Control & 0x80) != 0;

    /// <summary>Bit 6 of C: an abnormal reply.</summary>
    public bool IsRefusal => (Control & 0x40) != 0;

    /// <summary>Bit 5 of C: more frames follow.</summary>
    public bool HasMore => (Control & 0x20) != 0;

    /// <summary>Bits 4-0 of C.</summary>
    public byte Function => (byte)(Control & 0x1F);

    /// <summary>Data with the 33H offset still on; <see cref="CopyData"/> takes it off.</summary>
    public ReadOnlySpan<byte> RawData => _frame[10..^2];

    /// <summary>Looks at the front of <paramref name="received"/>. Length first, checksum second.</summary>
    public static FrameScan Scan(ReadOnlySpan<byte> received)
    {
        if (received.IsEmpty) return FrameScan.NeedMore;
        if (received[0] != Start)
        {
            var start = received.IndexOf(Start);
            return FrameScan.Noise(start < 0 ? received.Length : start);
        }

        if (received.Length > 7 && received[7] != Start) return FrameScan.Noise(1);
        if (received.Length < 10) return FrameScan.NeedMore;

        var length = Overhead + received[9];
        if (received.Length < length) return FrameScan.NeedMore;

        var frame = received[..length];
        return frame[^1] == End && Checksum(frame[..^2]) == frame[^2] ? FrameScan.Frame(length) : FrameScan.Noise(1);
    }

    /// <summary>How many FE wake-up bytes <paramref name="received"/> begins with. They belong to the frame behind them, not to the noise.</summary>
    public static int PreambleLength(ReadOnlySpan<byte> received)
    {
        var other = received.IndexOfAnyExcept(Wake);
        return other < 0 ? received.Length : other;
    }

    /// <summary>A view when <paramref name="bytes"/> are exactly one good frame.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out Dlt645Frame frame)
    {
        var found = Scan(bytes);
        var ok = found.Verdict == ScanVerdict.Frame && found.Length == bytes.Length;
        frame = ok ? new Dlt645Frame(bytes) : default;
        return ok;
    }

    /// <summary>Copies the data without the 33H offset; returns its length (0..255).</summary>
    public int CopyData(Span<byte> destination)
    {
        var raw = RawData;
        for (var i = 0; i < raw.Length; i++) destination[i] = unchecked((byte)(raw[i] - Offset));
        return raw.Length;
    }

    /// <summary>Writes one frame without preamble and returns its length; <paramref name="data"/> is plain, at most 255 bytes.</summary>
    public static int Write(Span<byte> destination, Dlt645Address address, byte control, ReadOnlySpan<byte> data)
    {
        destination[0] = Start;
        address.WriteTo(destination[1..]);
        destination[7] = Start;
        destination[8] = control;
        destination[9] = checked((byte)data.Length);
        for (var i = 0; i < data.Length; i++) destination[10 + i] = unchecked((byte)(data[i] + Offset));
        destination[10 + data.Length] = Checksum(destination[..(10 + data.Length)]);
        destination[11 + data.Length] = End;
        return Overhead + data.Length;
    }

    /// <summary>A view over bytes that <see cref="Scan"/> has just called a frame.</summary>
    internal static Dlt645Frame OverChecked(ReadOnlySpan<byte> frame) => new(frame);

    /// <summary>Computes the checksum of a frame whose bytes were changed in place.</summary>
    internal static void Seal(Span<byte> frame) => frame[^2] = Checksum(frame[..^2]);

    private static byte Checksum(ReadOnlySpan<byte> bytes)
    {
        // Lanes wrap modulo 256, and so does the sum of the lanes: exactly the standard's CS.
        var lanes = Vector128<byte>.Zero;
        for (; bytes.Length >= Vector128<byte>.Count; bytes = bytes[Vector128<byte>.Count..]) lanes += Vector128.Create(bytes);
        var sum = Vector128.Sum(lanes);
        foreach (var b in bytes) sum = unchecked((byte)(sum + b));
        return sum;
    }
}
