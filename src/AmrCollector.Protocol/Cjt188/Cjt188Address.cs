using System.Globalization;

namespace AmrCollector.Protocol.Cjt188;

/// <summary>
/// Type byte T and seven address bytes of a CJ/T 188 meter (dossier Appendix C): fourteen digits, the first four of which are the
/// maker's code; AA bytes match anything. Low byte first on the wire.
/// </summary>
public readonly record struct Cjt188Address
{
    /// <summary>T and seven bytes on the wire.</summary>
    public const int Length = 8;

    /// <summary>Cold water, the type of an address that names none.</summary>
    public const byte ColdWater = 0x10;

    private const int Digits = 14;
    private const byte Any = 0xAA;

    private readonly ulong _bytes;

    private Cjt188Address(byte type, ulong bytes) => (Type, _bytes) = (type, bytes & 0xFF_FFFF_FFFF_FFFF);

    /// <summary>T: 10 cold water, 11 hot water, 12 drinking water, 13 grey water, 20 heat, 21 cold energy, 30 gas, 40 and above others.</summary>
    public byte Type { get; }

    /// <summary>True when the type or any address byte is AA.</summary>
    public bool HasWildcard
    {
        get
        {
            if (Type == Any) return true;
            for (var i = 0; i < Length - 1; i++)
                if (At(i) == Any) return true;
            return false;
        }
    }

    /// <summary>AA × 7 of one type: every meter answers, so only with one meter on the line.</summary>
    public static Cjt188Address AnyMeter(byte type = ColdWater) => new(type, 0xAA_AAAA_AAAA_AAAA);

    /// <summary>The same number under another type.</summary>
    public Cjt188Address OfType(byte type) => new(type, _bytes);

    /// <summary>Reads T and seven bytes as they stand on the wire.</summary>
    public static Cjt188Address FromWire(ReadOnlySpan<byte> wire)
    {
        ulong bytes = 0;
        for (var i = Length - 1; i > 0; i--) bytes = (bytes << 8) | wire[i];
        return new(wire[0], bytes);
    }

    /// <summary>
    /// Parses "10:00201809230001": the type in hexadecimal, a colon, 1 to 14 digits (padded left with 0; AA pairs allowed). Without type
    /// and colon it is a cold water meter. False on anything else.
    /// </summary>
    public static bool TryParse(string text, out Cjt188Address address)
    {
        address = default;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var type = ColdWater;
        if (colon >= 0 && (colon != 2 || !byte.TryParse(text.AsSpan(0, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out type))) return false;
        var digits = text[(colon + 1)..];
        if (digits.Length is 0 or > Digits) return false;
        var padded = digits.PadLeft(Digits, '0').ToUpperInvariant();
        ulong bytes = 0;
        for (var i = 0; i < Digits; i += 2)
        {
            var pair = padded.AsSpan(i, 2);
            if (pair is "AA") bytes = (bytes << 8) | Any;
            else if (char.IsAsciiDigit(pair[0]) && char.IsAsciiDigit(pair[1])) bytes = (bytes << 8) | (uint)(((pair[0] - '0') << 4) | (pair[1] - '0'));
            else return false;
        }

        address = new(type, bytes);
        return true;
    }

    /// <summary>Writes T and seven bytes, low digits first.</summary>
    public void WriteTo(Span<byte> destination)
    {
        destination[0] = Type;
        for (var i = 0; i < Length - 1; i++) destination[i + 1] = At(i);
    }

    /// <summary>True when <paramref name="own"/> is this address, AA bytes here (and type AA) matching anything.</summary>
    public bool Matches(Cjt188Address own)
    {
        if (Type != Any && Type != own.Type) return false;
        for (var i = 0; i < Length - 1; i++)
            if (At(i) != Any && At(i) != own.At(i)) return false;
        return true;
    }

    /// <summary>"10:00201809230001".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Type:X2}:{_bytes:X14}");

    private byte At(int wireIndex) => (byte)(_bytes >> (8 * wireIndex));
}
