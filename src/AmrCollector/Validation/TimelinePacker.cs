using System.Runtime.InteropServices;
using AmrCollector.Metering;

namespace AmrCollector.Validation;

/// <summary>
/// Packs the timelines of one meter while nobody asks for them, into about a fifth of the room: registers that are read together share their instants, and what is
/// kept of a value is what it grew by. Exact: what comes out is what went in. One owner.
/// </summary>
internal sealed class TimelinePacker
{
    private const int LongestNumber = 10;
    private const int CodeLength = 6;

    private byte[] _buffer = new byte[4096];
    private int _length;

    /// <summary>The timelines by register, to be given to <see cref="Unpack"/>.</summary>
    internal byte[] Pack(IReadOnlyCollection<KeyValuePair<ObisCode, RegisterTimeline>> registers)
    {
        _length = 0;
        ReadOnlySpan<PackedRow> before = [];
        foreach (var (item, timeline) in registers)
        {
            var rows = timeline.Rows;
            Reserve(CodeLength + 1 + LongestNumber + (rows.Length * ((3 * LongestNumber) + 1)));
            foreach (var group in (ReadOnlySpan<byte>)[item.A, item.B, item.C, item.D, item.E, item.F, (byte)timeline.Decimals]) _buffer[_length++] = group;
            if (rows.Length > 0 && AreOfTheSame(rows, before)) Put(0);
            else PutInstants(rows);
            var last = 0L;
            foreach (var row in rows)
            {
                PutSigned(unchecked(row.Scaled - last));
                last = row.Scaled;
            }

            before = rows;
        }

        return _buffer.AsSpan(0, _length).ToArray();
    }

    /// <summary>The timelines that were packed.</summary>
    internal static Dictionary<ObisCode, RegisterTimeline> Unpack(ReadOnlySpan<byte> packed)
    {
        Dictionary<ObisCode, RegisterTimeline> registers = [];
        List<(uint Second, byte Kind)> instants = [];
        while (!packed.IsEmpty)
        {
            ObisCode item = new(packed[0], packed[1], packed[2], packed[3], packed[4], packed[5]);
            var decimals = packed[CodeLength];
            packed = packed[(CodeLength + 1)..];
            var count = Take(ref packed);
            if (count > 0) TakeInstants(ref packed, (int)count - 1, instants);
            var rows = new PackedRow[instants.Count + 1]; // one comes soon
            var value = 0L;
            for (var i = 0; i < instants.Count; i++)
            {
                value = unchecked(value + TakeSigned(ref packed));
                rows[i] = new(value, instants[i].Second, instants[i].Kind);
            }

            registers.Add(item, RegisterTimeline.Of(rows, instants.Count, decimals));
        }

        return registers;
    }

    private static bool AreOfTheSame(ReadOnlySpan<PackedRow> rows, ReadOnlySpan<PackedRow> others)
    {
        if (rows.Length != others.Length) return false;
        for (var i = 0; i < rows.Length; i++)
            if (rows[i].Second != others[i].Second || rows[i].Kind != others[i].Kind) return false;
        return true;
    }

    /// <summary>Their number and one, each instant as what its distance differs from the one before, and kinds with how often each comes in a row.</summary>
    private void PutInstants(ReadOnlySpan<PackedRow> rows)
    {
        Put((ulong)rows.Length + 1);
        var (last, step) = (0L, 0L);
        foreach (var row in rows)
        {
            var next = row.Second - last;
            PutSigned(next - step);
            (last, step) = (row.Second, last == 0 ? 0 : next);
        }

        for (var from = 0; from < rows.Length;)
        {
            var to = from + 1;
            while (to < rows.Length && rows[to].Kind == rows[from].Kind) to++;
            _buffer[_length++] = rows[from].Kind;
            Put((ulong)(to - from));
            from = to;
        }
    }

    private static void TakeInstants(ref ReadOnlySpan<byte> packed, int count, List<(uint Second, byte Kind)> instants)
    {
        instants.Clear();
        var (last, step) = (0L, 0L);
        for (var i = 0; i < count; i++)
        {
            step += TakeSigned(ref packed);
            (last, step) = (last + step, last == 0 ? 0 : step);
            instants.Add(((uint)last, 0));
        }

        var rows = CollectionsMarshal.AsSpan(instants);
        for (var from = 0; from < count;)
        {
            var kind = packed[0];
            packed = packed[1..];
            for (var left = Take(ref packed); left > 0; left--) rows[from++].Kind = kind;
        }
    }

    private void PutSigned(long number) => Put((ulong)((number << 1) ^ (number >> 63)));

    private void Put(ulong number)
    {
        for (; number >= 0x80; number >>= 7) _buffer[_length++] = (byte)(number | 0x80);
        _buffer[_length++] = (byte)number;
    }

    private static long TakeSigned(ref ReadOnlySpan<byte> packed)
    {
        var number = Take(ref packed);
        return (long)(number >> 1) ^ -(long)(number & 1);
    }

    private static ulong Take(ref ReadOnlySpan<byte> packed)
    {
        var (number, i) = (0UL, 0);
        for (; packed[i] >= 0x80; i++) number |= (ulong)(packed[i] & 0x7F) << (7 * i);
        number |= (ulong)packed[i] << (7 * i);
        packed = packed[(i + 1)..];
        return number;
    }

    private void Reserve(int more)
    {
        if (_length + more > _buffer.Length) Array.Resize(ref _buffer, Math.Max(_length + more, _buffer.Length * 2));
    }
}
