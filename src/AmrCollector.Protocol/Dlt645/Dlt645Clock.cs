namespace AmrCollector.Protocol.Dlt645;

/// <summary>Wall-clock times as DL/T 645 sends them: BCD, lowest unit first, two digits of the year (dossier §9). Years 2000 to 2099.</summary>
public static class Dlt645Clock
{
    /// <summary>Bytes of <see cref="WriteSecond"/>: ss mm hh DD MM YY.</summary>
    public const int SecondLength = 6;

    /// <summary>Bytes of <see cref="WriteMinute"/>: mm hh DD MM YY.</summary>
    public const int MinuteLength = 5;

    /// <summary>Bytes of <see cref="WriteDate"/>: WW DD MM YY.</summary>
    public const int DateLength = 4;

    /// <summary>Bytes of <see cref="WriteTimeOfDay"/>: ss mm hh.</summary>
    public const int TimeOfDayLength = 3;

    /// <summary>Bytes of <see cref="WriteWhole"/>: ss mm hh WW DD MM YY.</summary>
    public const int WholeLength = 7;

    /// <summary>ss mm hh DD MM YY, as in 08H and 1CH.</summary>
    public static void WriteSecond(Span<byte> destination, DateTime time)
    {
        WriteTimeOfDay(destination, time);
        WriteDay(destination[3..], time);
    }

    /// <summary>mm hh DD MM YY, as in a load record request.</summary>
    public static void WriteMinute(Span<byte> destination, DateTime time)
    {
        destination[0] = Pair(time.Minute);
        destination[1] = Pair(time.Hour);
        WriteDay(destination[2..], time);
    }

    /// <summary>WW DD MM YY with Sunday 0: 04000101, C010.</summary>
    public static void WriteDate(Span<byte> destination, DateTime time)
    {
        destination[0] = (byte)time.DayOfWeek;
        WriteDay(destination[1..], time);
    }

    /// <summary>ss mm hh: 04000102, C011.</summary>
    public static void WriteTimeOfDay(Span<byte> destination, DateTime time)
    {
        destination[0] = Pair(time.Second);
        destination[1] = Pair(time.Minute);
        destination[2] = Pair(time.Hour);
    }

    /// <summary>ss mm hh WW DD MM YY: 0400010C of the supplement.</summary>
    public static void WriteWhole(Span<byte> destination, DateTime time)
    {
        WriteTimeOfDay(destination, time);
        WriteDate(destination[3..], time);
    }

    private static void WriteDay(Span<byte> destination, DateTime time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time.Year, 2000, nameof(time));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time.Year, 2099, nameof(time));
        destination[0] = Pair(time.Day);
        destination[1] = Pair(time.Month);
        destination[2] = Pair(time.Year - 2000);
    }

    private static byte Pair(int value) => (byte)(((value / 10) << 4) | (value % 10));
}
