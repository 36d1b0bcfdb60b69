using System.Globalization;

namespace AmrCollector.Simulator.Bus;

/// <summary>Modbus ASCII: ':' hex(address PDU LRC) CR LF (dossier modbus.md §1).</summary>
internal static class AsciiFrame
{
    /// <summary>Characters of the longest frame.</summary>
    internal const int MaxLength = 513;

    private const byte Colon = (byte)':';

    /// <summary>Characters of the good frame <paramref name="received"/> begin with; 0 when it is none, or not yet whole.</summary>
    internal static int LengthOf(ReadOnlySpan<byte> received)
    {
        if (received.IsEmpty || received[0] != Colon) return 0;
        var end = received.IndexOf("\r\n"u8);
        Span<byte> binary = stackalloc byte[MaxLength / 2];
        return end > 0 && end + 2 <= MaxLength && Decode(received[..(end + 2)], binary) > 0 ? end + 2 : 0;
    }

    /// <summary>Writes address and PDU of a frame and returns their length; 0 when a digit or the LRC is wrong.</summary>
    internal static int Decode(ReadOnlySpan<byte> frame, Span<byte> binary)
    {
        var digits = frame[1..^2];
        if (digits.Length < 6 || digits.Length % 2 != 0) return 0;
        byte sum = 0;
        for (var i = 0; i < digits.Length; i += 2)
        {
            if (!byte.TryParse(digits.Slice(i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out binary[i / 2])) return 0;
            sum = unchecked((byte)(sum + binary[i / 2]));
        }

        return sum == 0 ? (digits.Length / 2) - 1 : 0;
    }

    /// <summary>Writes the frame around address and PDU and returns its length.</summary>
    internal static int Encode(ReadOnlySpan<byte> binary, Span<byte> frame)
    {
        byte sum = 0;
        frame[0] = Colon;
        for (var i = 0; i < binary.Length; i++)
        {
            sum = unchecked((byte)(sum + binary[i]));
            binary[i].TryFormat(frame[(1 + (2 * i))..], out _, "X2", CultureInfo.InvariantCulture);
        }

        var end = 1 + (2 * binary.Length);
        unchecked((byte)-sum).TryFormat(frame[end..], out _, "X2", CultureInfo.InvariantCulture);
        (frame[end + 2], frame[end + 3]) = ((byte)'\r', (byte)'\n');
        return end + 4;
    }
}
