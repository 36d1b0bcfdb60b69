namespace AmrCollector.Gaps;

/// <summary>
/// The states of one stream in one month. Its compact form: groups of days that are alike, each <c>first day, number of days,
/// number of runs, runs</c>; a run is <c>state x 16 + n</c>, n = 1..14 its length, 0 the rest of the day, 15 a length that follows
/// (7 bits a byte, low first). Days and ends of days without anything are left out: a month that is complete takes four bytes.
/// </summary>
internal sealed class MonthStates
{
    internal const int Days = 31;

    /// <summary>A month without slots.</summary>
    internal static readonly MonthStates None = new(new int[Days]);

    private readonly IReadOnlyList<int> _counts;
    private readonly int _stride;
    private readonly byte[] _states;

    /// <param name="counts">Slots of each day of the month, 31 numbers.</param>
    internal MonthStates(IReadOnlyList<int> counts)
    {
        _counts = counts;
        _stride = counts.Max();
        _states = new byte[Days * _stride];
    }

    /// <summary>Reads the compact form; what does not fit the month is left out.</summary>
    internal static MonthStates Read(ReadOnlySpan<byte> packed, IReadOnlyList<int> counts)
    {
        MonthStates month = new(counts);
        while (packed.Length >= 3)
        {
            int first = packed[0], days = packed[1];
            packed = packed[2..];
            var length = month.ReadRuns(ref packed, first, days);
            if (length < 0) break;
        }

        return month;
    }

    /// <summary>The state of a slot; open when the day has no such slot.</summary>
    internal SlotState this[int day, int index]
    {
        get => index < _counts[day] ? (SlotState)_states[(day * _stride) + index] : SlotState.Open;
        set => _states[(day * _stride) + index] = (byte)value;
    }

    /// <summary>Slots of the day.</summary>
    internal int CountOf(int day) => _counts[day];

    /// <summary>The day's states.</summary>
    internal ReadOnlySpan<byte> Of(int day) => _states.AsSpan(day * _stride, _counts[day]);

    /// <summary>Slots of the day that the meter told.</summary>
    internal int ActualOf(int day)
    {
        var states = Of(day);
        return states.Count((byte)SlotState.Have) + states.Count((byte)SlotState.FromDailyFreeze)
            + states.Count((byte)SlotState.FromSettlement) + states.Count((byte)SlotState.FromLoadRecord);
    }

    /// <summary>The compact form.</summary>
    internal byte[] Pack()
    {
        List<byte> packed = [];
        List<byte> before = [], runs = [];
        var (place, last) = (-1, -2);
        for (var day = 0; day < Days; day++)
        {
            runs.Clear();
            PackDay(Of(day), runs);
            if (runs.Count == 0) continue;
            if (last == day - 1 && System.Runtime.InteropServices.CollectionsMarshal.AsSpan(runs).SequenceEqual(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(before)))
            {
                packed[place]++;
            }
            else
            {
                packed.Add((byte)day);
                place = packed.Count;
                packed.Add(1);
                packed.AddRange(runs);
                (before, runs) = (runs, before);
            }

            last = day;
        }

        return [.. packed];
    }

    private static void PackDay(ReadOnlySpan<byte> states, List<byte> packed)
    {
        var end = states.LastIndexOfAnyExcept((byte)SlotState.Open) + 1;
        if (end == 0) return;
        List<byte> runs = [];
        var number = 0;
        for (var from = 0; from < end; number++)
        {
            var state = states[from];
            var run = states[from..].IndexOfAnyExcept(state);
            if (run < 0) run = states.Length - from;
            if (from + run == states.Length) runs.Add((byte)(state << 4));
            else if (run < 15) runs.Add((byte)((state << 4) | run));
            else
            {
                runs.Add((byte)((state << 4) | 15));
                Append(runs, run);
            }

            from += run;
        }

        Append(packed, number);
        packed.AddRange(runs);
    }

    /// <summary>Bytes of the runs, or -1 when they are damaged.</summary>
    private int ReadRuns(ref ReadOnlySpan<byte> packed, int first, int days)
    {
        var before = packed.Length;
        if (!TryNumber(ref packed, out var number)) return -1;
        var from = 0;
        for (; number > 0; number--)
        {
            if (packed.IsEmpty) return -1;
            var (state, run) = ((byte)(packed[0] >> 4), packed[0] & 15);
            packed = packed[1..];
            if (run == 15 && !TryNumber(ref packed, out run)) return -1;
            for (var day = first; day < first + days && day < Days; day++)
            {
                var left = _counts[day] - from;
                if (left > 0) _states.AsSpan((day * _stride) + from, run == 0 ? left : Math.Min(run, left)).Fill(state);
            }

            from += run;
        }

        return before - packed.Length;
    }

    private static void Append(List<byte> packed, int number)
    {
        for (; number > 0x7F; number >>= 7) packed.Add((byte)(number | 0x80));
        packed.Add((byte)number);
    }

    private static bool TryNumber(ref ReadOnlySpan<byte> packed, out int number)
    {
        number = 0;
        for (var shift = 0; shift < 21 && !packed.IsEmpty; shift += 7)
        {
            var next = packed[0];
            packed = packed[1..];
            number |= (next & 0x7F) << shift;
            if (next < 0x80) return true;
        }

        return false;
    }
}
