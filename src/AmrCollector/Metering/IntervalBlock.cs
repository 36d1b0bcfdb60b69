namespace AmrCollector.Metering;

/// <summary>
/// The energies of one meter, item and local day, an interval a slot, each with its quality. Its compact form, which the ledger keeps
/// as the entry's evidence and so covers by the entry's hash: 01, minutes of an interval, digits behind the point, number of intervals;
/// then for each the change against the one before it in steps of the last digit, missing ones none; then the qualities as runs of
/// length and quality. Numbers are 7 bits a byte, low first; changes zigzag.
/// </summary>
public sealed class IntervalBlock
{
    private const byte Form = 1;
    private const int MostIntervals = 1500;
    private const int MostDecimals = 9;

    /// <param name="step">Length of an interval, whole minutes.</param>
    /// <param name="decimals">Digits behind the point, 0..9.</param>
    /// <param name="values">Secondary energies in the item's unit; 0 where missing.</param>
    /// <param name="qualities">As many.</param>
    public IntervalBlock(TimeSpan step, int decimals, IReadOnlyList<decimal> values, IReadOnlyList<IntervalQuality> qualities)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(qualities.Count, values.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(values.Count, MostIntervals);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)decimals, (uint)MostDecimals);
        (Step, Decimals, Values, Qualities) = (step, decimals, values, qualities);
    }

    /// <summary>Length of an interval.</summary>
    public TimeSpan Step { get; }

    /// <summary>Digits behind the point.</summary>
    public int Decimals { get; }

    /// <summary>Energies, 0 where missing.</summary>
    public IReadOnlyList<decimal> Values { get; }

    /// <summary>Their qualities.</summary>
    public IReadOnlyList<IntervalQuality> Qualities { get; }

    /// <summary>The sum of what is known.</summary>
    public decimal Sum => Values.Sum();

    /// <summary>True when no interval is missing: then the sum is the register's difference over the day.</summary>
    public bool IsWhole => !Qualities.Contains(IntervalQuality.Missing);

    /// <summary>Intervals of a quality.</summary>
    public int Count(IntervalQuality quality) => Qualities.Count(one => one == quality);

    /// <summary>Intervals that are the difference of two registers the meter recorded.</summary>
    public int Told => Count(IntervalQuality.Actual) + Count(IntervalQuality.ClockChanged);

    /// <summary>The same with those marked that the meter told and that <paramref name="isTouched"/> names by their place: its clock was changed in them.</summary>
    public IntervalBlock MarkedWhere(Func<int, bool> isTouched) =>
        new(Step, Decimals, Values, [.. Qualities.Select((quality, at) => quality == IntervalQuality.Actual && isTouched(at) ? IntervalQuality.ClockChanged : quality)]);

    /// <summary>The compact form.</summary>
    public byte[] Pack()
    {
        List<byte> packed = [Form];
        Append(packed, (ulong)Step.TotalMinutes);
        packed.Add((byte)Decimals);
        Append(packed, (ulong)Values.Count);
        var before = 0L;
        foreach (var value in Values)
        {
            var scaled = (long)(value * Power(Decimals));
            var change = scaled - before;
            Append(packed, (ulong)((change << 1) ^ (change >> 63)));
            before = scaled;
        }

        for (var from = 0; from < Qualities.Count;)
        {
            var to = from;
            while (to < Qualities.Count && Qualities[to] == Qualities[from]) to++;
            Append(packed, (ulong)(to - from));
            packed.Add((byte)Qualities[from]);
            from = to;
        }

        return [.. packed];
    }

    /// <summary>Reads the compact form; false when it is none. Never throws on bytes, and makes no more than 1,500 intervals.</summary>
    public static bool TryRead(ReadOnlySpan<byte> packed, out IntervalBlock? block)
    {
        block = null;
        if (packed.IsEmpty || packed[0] != Form) return false;
        packed = packed[1..];
        if (!TryNumber(ref packed, out var minutes) || minutes is 0 or > 1440 || packed.IsEmpty || packed[0] > MostDecimals) return false;
        int decimals = packed[0];
        packed = packed[1..];
        if (!TryNumber(ref packed, out var count) || count > MostIntervals) return false;
        var values = new decimal[count];
        var before = 0L;
        for (var i = 0; i < values.Length; i++)
        {
            if (!TryNumber(ref packed, out var zigzag)) return false;
            before = unchecked(before + ((long)(zigzag >> 1) ^ -(long)(zigzag & 1)));
            values[i] = Quantity.Scaled(before, decimals);
        }

        List<IntervalQuality> qualities = new(values.Length);
        while (qualities.Count < values.Length)
        {
            if (!TryNumber(ref packed, out var run) || run == 0 || run > (ulong)(values.Length - qualities.Count) || packed.IsEmpty || packed[0] > (byte)IntervalQuality.Edited) return false;
            qualities.AddRange(Enumerable.Repeat((IntervalQuality)packed[0], (int)run));
            packed = packed[1..];
        }

        if (!packed.IsEmpty) return false;
        block = new(TimeSpan.FromMinutes(minutes), decimals, values, qualities);
        return true;
    }

    private static decimal Power(int exponent)
    {
        var power = 1m;
        for (var i = 0; i < exponent; i++) power *= 10;
        return power;
    }

    private static void Append(List<byte> packed, ulong number)
    {
        for (; number > 0x7F; number >>= 7) packed.Add((byte)(number | 0x80));
        packed.Add((byte)number);
    }

    private static bool TryNumber(ref ReadOnlySpan<byte> packed, out ulong number)
    {
        number = 0;
        for (var shift = 0; shift < 64 && !packed.IsEmpty; shift += 7)
        {
            var next = packed[0];
            packed = packed[1..];
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return true;
        }

        return false;
    }
}
