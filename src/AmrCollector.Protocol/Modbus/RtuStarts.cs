using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace AmrCollector.Protocol.Modbus;

/// <summary>
/// Finds in noise the next place where an RTU frame of any function stands, 64 places at a time. Places are sorted by the lengths their
/// function code allows, so that the checksums of one length are taken one after the other without a branch on the code.
/// </summary>
internal static class RtuStarts
{
    private const int Places = 64;

    // The last byte of a place that is looked at for all places at once.
    private const int Looked = 8;

    // A request 17 may announce 255 bytes behind its eleventh; two bytes of checksum follow.
    private const int LongestBehind = 11 + byte.MaxValue + 2;

    // A code is one of a set when the set's row of its low digit holds the bit of its high digit: 0, 1, 2 of functions, 8, 9, A of exceptions.
    private static readonly Vector128<byte> BitsByHigh = Vector128.Create((byte)1, 2, 4, 0, 0, 0, 0, 0, 8, 16, 32, 0, 0, 0, 0, 0);

    // Requests 01-06 and 08, replies to 0B, 0F and 10.
    private static readonly Vector128<byte> Eight = Rows(0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x08, 0x0B, 0x0F, 0x10);

    // Requests that are their function code alone.
    private static readonly Vector128<byte> Bare = Rows(0x07, 0x0B, 0x0C, 0x11);

    // The reply to 07; exceptions are as long.
    private static readonly Vector128<byte> Status = Rows(0x07);
    private static readonly Vector128<byte> Refusals = Rows(
        0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x8B, 0x8C, 0x8F, 0x90, 0x91, 0x94, 0x95, 0x96, 0x97, 0xAB);

    // Replies whose third byte counts what follows it: bits and an id, or registers of two bytes.
    private static readonly Vector128<byte> CountedBytes = Rows(0x01, 0x02, 0x11);
    private static readonly Vector128<byte> CountedRegisters = Rows(0x03, 0x04, 0x17);

    private static readonly Vector128<byte> Mask = Rows(0x16);
    private static readonly Vector128<byte> Files = Rows(0x14, 0x15);
    private static readonly Vector128<byte> Log = Rows(0x0C);
    private static readonly Vector128<byte> Coils = Rows(0x0F);
    private static readonly Vector128<byte> Registers = Rows(0x10);
    private static readonly Vector128<byte> ReadWrite = Rows(0x17);
    private static readonly Vector128<byte> Identification = Rows(0x2B);

    /// <summary>
    /// The first place from <paramref name="at"/> on where a frame stands; without one, a place before which none stands and behind which too few
    /// bytes are left to tell it here.
    /// </summary>
    internal static int Next(ReadOnlySpan<byte> received, int at)
    {
        for (; received.Length - at >= Places + LongestBehind; at += Places)
        {
            var found = Standing(received.Slice(at, Places + LongestBehind));
            if (found != 0) return at + BitOperations.TrailingZeroCount(found);
        }

        return at;
    }

    // A bit for each of the first 64 places where a frame stands.
    private static ulong Standing(ReadOnlySpan<byte> received)
    {
        ulong eight = 0, bare = 0, five = 0, counted = 0, rare = 0;
        for (var at = 0; at < Places; at += Vector128<byte>.Count)
        {
            var some = received.Slice(at, Vector128<byte>.Count + Looked);
            var (function, third) = (Vector128.Create(some[1..]), Vector128.Create(some[2..]));
            var (low, high) = (function & Vector128.Create((byte)0x0F), Vector128.ShuffleNative(BitsByHigh, function >> 4));
            var isEven = Vector128.Equals(third & Vector128<byte>.One, Vector128<byte>.Zero);
            eight |= Bits(Of(Eight, low, high)) << at;
            bare |= Bits(Of(Bare, low, high)) << at;
            five |= Bits(Of(Status, low, high) | (Of(Refusals, low, high) & InRange(third, 1, RtuFrame.LastException))) << at;
            counted |= Bits((Of(CountedBytes, low, high) | (Of(CountedRegisters, low, high) & isEven)) & InRange(third, 1, RtuFrame.MaxCount)) << at;
            rare |= Bits(Rare(some, low, high)) << at;
        }

        return WithLength(received, eight, 8) | WithLength(received, bare, 4) | WithLength(received, five, RtuFrame.ExceptionLength)
            | Counted(received, counted) | Any(received, rare);
    }

    // What is told from noise by more than its function code: the few places left are looked at one by one.
    private static Vector128<byte> Rare(ReadOnlySpan<byte> some, Vector128<byte> low, Vector128<byte> high)
    {
        var (third, fourth, fifth) = (Vector128.Create(some[2..]), Vector128.Create(some[3..]), Vector128.Create(some[4..]));
        var reference = Vector128.Create(FileRecord.ReferenceType);
        return Of(Mask, low, high)
            | (Of(Files, low, high) & (Vector128.Equals(fourth, reference) | Vector128.Equals(fifth, reference)))
            | (Of(Log, low, high) & InRange(third, 6, 70))
            | (Of(Identification, low, high) & Vector128.Equals(third, Vector128.Create(ModbusFunction.DeviceIdentification)))
            | (Of(Coils, low, high) & InRange(fifth, 0, 7))
            | (Of(Registers, low, high) & Vector128.Equals(fifth, Vector128<byte>.Zero))
            | (Of(ReadWrite, low, high) & Vector128.Equals(Vector128.Create(some[Looked..]), Vector128<byte>.Zero));
    }

    private static ulong WithLength(ReadOnlySpan<byte> received, ulong places, int length)
    {
        var found = 0UL;
        for (; places != 0; places &= places - 1)
        {
            var at = BitOperations.TrailingZeroCount(places);
            var eight = BinaryPrimitives.ReadUInt64LittleEndian(received[at..]);
            found |= (Crc16.OfFirst(eight, length) == 0 ? 1UL : 0) << at;
        }

        return found;
    }

    private static ulong Counted(ReadOnlySpan<byte> received, ulong places)
    {
        var found = 0UL;
        for (; places != 0; places &= places - 1)
        {
            var at = BitOperations.TrailingZeroCount(places);
            if (RtuFrame.HasGoodCrc(received.Slice(at, RtuFrame.ExceptionLength + received[at + 2]))) found |= 1UL << at;
        }

        return found;
    }

    private static ulong Any(ReadOnlySpan<byte> received, ulong places)
    {
        var found = 0UL;
        for (; places != 0; places &= places - 1)
        {
            var at = BitOperations.TrailingZeroCount(places);
            if (RtuFrame.AnyAt(received[at..]).Verdict == ScanVerdict.Frame) found |= 1UL << at;
        }

        return found;
    }

    private static Vector128<byte> Of(Vector128<byte> codes, Vector128<byte> low, Vector128<byte> high) =>
        Vector128.GreaterThan(Vector128.ShuffleNative(codes, low) & high, Vector128<byte>.Zero);

    private static Vector128<byte> InRange(Vector128<byte> values, byte from, byte to) =>
        Vector128.LessThanOrEqual(values - Vector128.Create(from), Vector128.Create((byte)(to - from)));

    private static ulong Bits(Vector128<byte> places) => places.ExtractMostSignificantBits();

    // For each low digit the bits of the high digits that make one of the codes of it.
    private static Vector128<byte> Rows(params ReadOnlySpan<byte> codes)
    {
        Span<byte> rows = stackalloc byte[Vector128<byte>.Count];
        foreach (var code in codes) rows[code & 0x0F] |= BitsByHigh[code >> 4];
        return Vector128.Create<byte>(rows);
    }
}
