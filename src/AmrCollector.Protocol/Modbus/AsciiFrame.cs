namespace AmrCollector.Protocol.Modbus;

/// <summary>
/// Modbus ASCII: ':' , unit, PDU and LRC as hexadecimal digits, CR LF (Modbus over Serial Line V1.02, 2.5.2). A colon always begins a new
/// frame, whatever came before. Bit 7 of a character is ignored, for a parity bit may stand there.
/// </summary>
public static class AsciiFrame
{
    /// <summary>The longest frame in characters.</summary>
    public const int MaxLength = 513;

    /// <summary>Bytes of the longest frame's content: unit, PDU, LRC.</summary>
    public const int MaxContent = 255;

    /// <summary>Longest silence between two characters of one frame.</summary>
    public static readonly TimeSpan CharacterPause = TimeSpan.FromSeconds(1);

    private const byte Colon = (byte)':';
    private const byte SevenBits = 0x7F;

    /// <summary>Characters of a frame with a PDU of <paramref name="pduLength"/> bytes.</summary>
    public static int LengthOf(int pduLength) => 1 + (2 * (pduLength + 2)) + 2;

    /// <summary>Looks at the front of <paramref name="received"/>: characters, length and LRC.</summary>
    public static FrameScan Scan(ReadOnlySpan<byte> received)
    {
        if (received.IsEmpty) return FrameScan.NeedMore;
        var colon = IndexOfColon(received);
        if (colon != 0) return FrameScan.Noise(colon < 0 ? received.Length : colon);

        var at = 1;
        while (at < received.Length && Digit(received[at]) >= 0) at++;
        if (at > MaxLength - 2) return FrameScan.Noise(1);
        if (at == received.Length) return FrameScan.NeedMore;
        if ((received[at] & SevenBits) != '\r') return FrameScan.Noise(at);
        if (at + 1 == received.Length) return FrameScan.NeedMore;
        if ((received[at + 1] & SevenBits) != '\n' || at % 2 == 0 || at < 7) return FrameScan.Noise(at);

        Span<byte> content = stackalloc byte[MaxContent];
        content = content[..Decode(received[..(at + 2)], content)];
        return Lrc.Of(content[..^1]) == content[^1] ? FrameScan.Frame(at + 2) : FrameScan.Noise(at);
    }

    /// <summary>Unit and PDU of a frame that <see cref="Scan"/> found, into <paramref name="content"/> (at least <see cref="MaxContent"/>); returns their length.</summary>
    public static int Read(ReadOnlySpan<byte> frame, Span<byte> content) => Decode(frame, content) - 1;

    /// <summary>Writes one frame and returns its length.</summary>
    public static int Write(Span<byte> destination, byte unit, ReadOnlySpan<byte> pdu)
    {
        destination[0] = Colon;
        Put(destination, 1, unit);
        byte sum = unit;
        for (var i = 0; i < pdu.Length; i++)
        {
            Put(destination, 3 + (2 * i), pdu[i]);
            sum = unchecked((byte)(sum + pdu[i]));
        }

        var end = 3 + (2 * pdu.Length);
        Put(destination, end, unchecked((byte)-sum));
        (destination[end + 2], destination[end + 3]) = ((byte)'\r', (byte)'\n');
        return end + 4;
    }

    private static int IndexOfColon(ReadOnlySpan<byte> received) => received.IndexOfAny(Colon, (byte)(Colon | 0x80));

    private static int Decode(ReadOnlySpan<byte> frame, Span<byte> content)
    {
        var length = (frame.Length - 3) / 2;
        for (var i = 0; i < length; i++) content[i] = (byte)((Digit(frame[1 + (2 * i)]) << 4) | Digit(frame[2 + (2 * i)]));
        return length;
    }

    private static void Put(Span<byte> destination, int at, byte value)
    {
        destination[at] = Character(value >> 4);
        destination[at + 1] = Character(value & 0x0F);
    }

    private static byte Character(int digit) => (byte)(digit < 10 ? '0' + digit : 'A' + digit - 10);

    private static int Digit(byte character) => (character & SevenBits) switch
    {
        >= '0' and <= '9' and var c => c - '0',
        >= 'A' and <= 'F' and var c => c - 'A' + 10,
        >= 'a' and <= 'f' and var c => c - 'a' + 10,
        _ => -1,
    };
}
