namespace AmrCollector.Simulator.Cjt188;

/// <summary>
/// One CJ/T 188 frame as a meter sees it: <c>68 | T | A0..A6 | C | L | data | CS | 16</c>, no offset on the data (dossier appendix C).
/// </summary>
internal readonly ref struct Cjt188Frame
{
    /// <summary>Bytes of a frame besides its data.</summary>
    internal const int Overhead = 13;

    /// <summary>Bytes of an address.</summary>
    internal const int AddressLength = 7;

    /// <summary>The longest data field, 64H.</summary>
    internal const int MaxData = 0x64;

    private const byte Start = 0x68;
    private const byte End = 0x16;
    private const int LengthAt = 10;

    private readonly ReadOnlySpan<byte> _frame;

    private Cjt188Frame(ReadOnlySpan<byte> frame) => _frame = frame;

    /// <summary>T: what the meter measures.</summary>
    internal byte Medium => _frame[1];

    /// <summary>A0..A6, low digits first.</summary>
    internal ReadOnlySpan<byte> Address => _frame.Slice(2, AddressLength);

    /// <summary>C.</summary>
    internal byte Control => _frame[9];

    /// <summary>The data: identifier, serial number, what follows.</summary>
    internal ReadOnlySpan<byte> Data => _frame[(LengthAt + 1)..^2];

    /// <summary>Bytes of the good frame <paramref name="bytes"/> begin with; 0 when it is none, or not yet whole.</summary>
    internal static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Overhead || bytes[0] != Start || bytes[LengthAt] > MaxData) return 0;
        var length = Overhead + bytes[LengthAt];
        return bytes.Length >= length && bytes[length - 1] == End && Sum(bytes[..(length - 2)]) == bytes[length - 2] ? length : 0;
    }

    /// <summary>A view when <paramref name="bytes"/> are exactly one good frame.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> bytes, out Cjt188Frame frame)
    {
        var ok = LengthOf(bytes) == bytes.Length && !bytes.IsEmpty;
        frame = ok ? new Cjt188Frame(bytes) : default;
        return ok;
    }

    /// <summary>Writes a frame and returns its length.</summary>
    internal static int Write(Span<byte> destination, byte medium, ReadOnlySpan<byte> address, byte control, ReadOnlySpan<byte> data)
    {
        (destination[0], destination[1], destination[9], destination[LengthAt]) = (Start, medium, control, (byte)data.Length);
        address.CopyTo(destination[2..]);
        data.CopyTo(destination[(LengthAt + 1)..]);
        var end = LengthAt + 1 + data.Length;
        (destination[end], destination[end + 1]) = (Sum(destination[..end]), End);
        return end + 2;
    }

    private static byte Sum(ReadOnlySpan<byte> bytes)
    {
        byte sum = 0;
        foreach (var b in bytes) sum = unchecked((byte)(sum + b));
        return sum;
    }
}
