using System.Globalization;

namespace AmrCollector.Protocol.Dlt645;

/// <summary>When 16H freezes: mm hh DD MM, where 99 stands for every (dossier §5.6).</summary>
public readonly record struct FreezeMoment
{
    /// <summary>Plain bytes.</summary>
    public const int Length = 4;

    private const byte Every = 0x99;

    private readonly byte _minute;
    private readonly byte _hour;
    private readonly byte _day;
    private readonly byte _month;

    private FreezeMoment(byte minute, byte hour, byte day, byte month) => (_minute, _hour, _day, _month) = (minute, hour, day, month);

    /// <summary>At once.</summary>
    public static FreezeMoment Now => new(Every, Every, Every, Every);

    /// <summary>Every hour at <paramref name="minute"/>.</summary>
    public static FreezeMoment Hourly(int minute) => new(Pair(minute, 59), Every, Every, Every);

    /// <summary>Every day.</summary>
    public static FreezeMoment Daily(int hour, int minute) => new(Pair(minute, 59), Pair(hour, 23), Every, Every);

    /// <summary>Every month on <paramref name="day"/>, 1..28 so that every month has it.</summary>
    public static FreezeMoment Monthly(int day, int hour, int minute)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(day, 1);
        return new(Pair(minute, 59), Pair(hour, 23), Pair(day, 28), Every);
    }

    /// <summary>Writes mm hh DD MM.</summary>
    public void WriteTo(Span<byte> destination)
    {
        destination[0] = _minute;
        destination[1] = _hour;
        destination[2] = _day;
        destination[3] = _month;
    }

    /// <summary>"now", "every hour at minute 30", "every day at 00:00", "every month on day 01 at 00:00".</summary>
    public override string ToString() => (_month, _day, _hour, _minute) switch
    {
        (Every, Every, Every, Every) => "now",
        (Every, Every, Every, _) => string.Create(CultureInfo.InvariantCulture, $"every hour at minute {_minute:X2}"),
        (Every, Every, _, _) => string.Create(CultureInfo.InvariantCulture, $"every day at {_hour:X2}:{_minute:X2}"),
        (Every, _, _, _) => string.Create(CultureInfo.InvariantCulture, $"every month on day {_day:X2} at {_hour:X2}:{_minute:X2}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{_month:X2}-{_day:X2} {_hour:X2}:{_minute:X2}"),
    };

    private static byte Pair(int value, int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most);
        return (byte)(((value / 10) << 4) | (value % 10));
    }
}
