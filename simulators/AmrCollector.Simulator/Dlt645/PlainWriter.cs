using System.Text;
using AmrCollector.Protocol;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>Appends data as DL/T 645 orders it, low byte first, the 33H offset not yet added. What does not fit is only noted.</summary>
internal ref struct PlainWriter(Span<byte> bytes)
{
    private readonly Span<byte> _bytes = bytes;

    /// <summary>Bytes written.</summary>
    internal int Length { get; private set; }

    /// <summary>True when something did not fit.</summary>
    internal bool Overflowed { get; private set; }

    /// <summary>What was written.</summary>
    internal readonly ReadOnlySpan<byte> Written => _bytes[..Length];

    /// <summary>A non-negative number as BCD; digits beyond the width are lost, as on a meter.</summary>
    internal void Bcd(long value, int width)
    {
        if (Room(width, out var place)) Protocol.Bcd.Write(value, place);
    }

    /// <summary>A number as BCD with its sign in the top bit.</summary>
    internal void SignedBcd(long value, int width)
    {
        if (!Room(width, out var place)) return;
        Protocol.Bcd.Write(Math.Abs(value), place);
        place[^1] &= 0x7F;
        if (value < 0) place[^1] |= 0x80;
    }

    /// <summary>Bytes as they are.</summary>
    internal void Bytes(scoped ReadOnlySpan<byte> bytes)
    {
        if (Room(bytes.Length, out var place)) bytes.CopyTo(place);
    }

    /// <summary>Puts other bytes in the place of the first ones.</summary>
    internal readonly void Overwrite(scoped ReadOnlySpan<byte> bytes) => bytes.CopyTo(_bytes);

    /// <summary>Takes bytes off the end, down to <paramref name="length"/>.</summary>
    internal void Cut(int length) => Length = Math.Min(Length, length);

    /// <summary>Turns the lowest bit of a byte that was written.</summary>
    internal readonly void Flip(int at) => _bytes[at] ^= 1;

    /// <summary>The same byte over and over: FF where a phase is not there.</summary>
    internal void Fill(byte value, int width)
    {
        if (width > 0 && Room(width, out var place)) place.Fill(value);
    }

    /// <summary>A word of bits, low byte first.</summary>
    internal void Bits(int value, int width)
    {
        for (var i = 0; i < width; i++) Fill((byte)(value >> (8 * i)), 1);
    }

    /// <summary>Text, NUL to the width, then reversed.</summary>
    internal void Text(string text, int width)
    {
        if (!Room(width, out var place)) return;
        place.Clear();
        Encoding.ASCII.GetBytes(text.AsSpan(0, Math.Min(text.Length, width)), place);
        place.Reverse();
    }

    /// <summary>YYMMDDhhmm, minute first (5 bytes).</summary>
    internal void Minute(DateTime time)
    {
        Bcd(time.Minute, 1);
        Bcd(time.Hour, 1);
        Bcd(time.Day, 1);
        Bcd(time.Month, 1);
        Bcd(time.Year % 100, 1);
    }

    /// <summary>YYMMDDhhmmss, second first (6 bytes).</summary>
    internal void Second(DateTime time)
    {
        Bcd(time.Second, 1);
        Minute(time);
    }

    /// <summary>YYMMDDWW, weekday first, 0 = Sunday (4 bytes).</summary>
    internal void Date(DateTime time)
    {
        Bcd((int)time.DayOfWeek, 1);
        Bcd(time.Day, 1);
        Bcd(time.Month, 1);
        Bcd(time.Year % 100, 1);
    }

    /// <summary>hhmmss, second first (3 bytes).</summary>
    internal void TimeOfDay(DateTime time)
    {
        Bcd(time.Second, 1);
        Bcd(time.Minute, 1);
        Bcd(time.Hour, 1);
    }

    private bool Room(int width, out Span<byte> place)
    {
        Overflowed |= Length + width > _bytes.Length;
        place = Overflowed ? default : _bytes.Slice(Length, width);
        if (!Overflowed) Length += width;
        return !Overflowed;
    }
}
