namespace AmrCollector.Protocol.Dlt645;

/// <summary>Twelve BCD digits, or AA wildcard bytes at the high end (dossier §4). Six bytes, low byte first on the wire.</summary>
public readonly record struct Dlt645Address
{
    /// <summary>Bytes of an address on the wire.</summary>
    public const int Length = 6;

    private const ulong Mask = 0xFFFF_FFFF_FFFF;
    private readonly ulong _bytes;

    private Dlt645Address(ulong bytes) => _bytes = bytes & Mask;

    /// <summary>AA AA AA AA AA AA: every meter answers, so only with one meter on the line.</summary>
    public static Dlt645Address AnyMeter => new(0xAAAA_AAAA_AAAA);

    /// <summary>999999999999: broadcast, never answered.</summary>
    public static Dlt645Address Broadcast => new(0x9999_9999_9999);

    /// <summary>True when any byte is the wildcard AA.</summary>
    public bool HasWildcard
    {
        get
        {
            for (var i = 0; i < Length; i++)
                if (At(i) == 0xAA) return true;
            return false;
        }
    }

    /// <summary>Reads six bytes as they stand on the wire (low digits first).</summary>
    public static Dlt645Address FromWire(ReadOnlySpan<byte> wire)
    {
        ulong bytes = 0;
        for (var i = Length - 1; i >= 0; i--) bytes = (bytes << 8) | wire[i];
        return new(bytes);
    }

    /// <summary>Parses 1 to 12 digits (padded left with 0), or 12 characters with AA pairs; false on anything else.</summary>
    public static bool TryParse(string text, out Dlt645Address address)
    {
        address = default;
        if (text.Length is 0 or > 12) return false;
        var padded = text.PadLeft(12, '0').ToUpperInvariant();
        ulong bytes = 0;
        for (var i = 0; i < 12; i += 2)
        {
            var pair = padded.AsSpan(i, 2);
            if (pair is "AA") bytes = (bytes << 8) | 0xAA;
            else if (char.IsAsciiDigit(pair[0]) && char.IsAsciiDigit(pair[1])) bytes = (bytes << 8) | (uint)(((pair[0] - '0') << 4) | (pair[1] - '0'));
            else return false;
        }

        address = new(bytes);
        return true;
    }

    /// <summary>Writes the six wire bytes, low digits first.</summary>
    public void WriteTo(Span<byte> destination)
    {
        for (var i = 0; i < Length; i++) destination[i] = At(i);
    }

    /// <summary>True when <paramref name="own"/> is this address, AA bytes here matching anything.</summary>
    public bool Matches(Dlt645Address own)
    {
        if (_bytes == own._bytes) return true;
        for (var i = 0; i < Length; i++)
            if (At(i) != 0xAA && At(i) != own.At(i)) return false;
        return true;
    }

    /// <summary>Twelve characters, high digits first: "000003104477".</summary>
    public override string ToString() => _bytes.ToString("X12", System.Globalization.CultureInfo.InvariantCulture);

    private byte At(int wireIndex) => (byte)(_bytes >> (8 * wireIndex));
}
