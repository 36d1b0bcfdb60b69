using AmrCollector.Protocol;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>Writes that move a meter's clock: 14H on date and time, and the broadcast of 08H (dossier §5.4, §5.5).</summary>
internal static class ClockSetting
{
    private static readonly TimeSpan MostByBroadcast = TimeSpan.FromMinutes(5);

    /// <summary>Sets date, time or both; false when the identifier is no clock or the digits are no time.</summary>
    internal static bool TryApply(SimulatedMeter meter, DataId id, ReadOnlySpan<byte> data, DateTimeOffset now)
    {
        var shown = meter.ClockAt(now);
        switch (id.Value)
        {
            case 0x04000101 when data.Length == 4:
                return TryMake(data[1..], shown.TimeOfDay, out var date) && Set(meter, date, now);
            case 0x04000102 when data.Length == 3:
                return TryTimeOfDay(data, out var time) && Set(meter, shown.Date + time, now);
            case 0x0400010C when data.Length == 7:
                return TryTimeOfDay(data[..3], out time) && TryMake(data[4..], time, out date) && Set(meter, date, now);
            default:
                return false;
        }
    }

    /// <summary>
    /// Applies ss mm hh DD MM YY when it is within five minutes of what the clock shows, once a day and not around midnight, where it
    /// could make a freeze happen twice or never.
    /// </summary>
    internal static void ApplyBroadcast(SimulatedMeter meter, ReadOnlySpan<byte> data, DateTimeOffset now)
    {
        if (!TryParseTime(data, out var wanted)) return;
        var shown = meter.ClockAt(now);
        if ((wanted - shown).Duration() > MostByBroadcast || NearMidnight(wanted) || NearMidnight(shown)) return;
        SetOncePerDay(meter, wanted, now);
    }

    /// <summary>Reads ss mm hh DD MM YY; false when it is no time.</summary>
    internal static bool TryParseTime(ReadOnlySpan<byte> data, out DateTime wanted)
    {
        wanted = default;
        return data.Length == 6 && TryTimeOfDay(data[..3], out var time) && TryMake(data[3..], time, out wanted);
    }

    /// <summary>Sets the clock unless a broadcast has set it today already.</summary>
    internal static void SetOncePerDay(SimulatedMeter meter, DateTime wanted, DateTimeOffset now)
    {
        if (meter.Recalled?.ClockSetOn == wanted.Date) return;
        meter.Memory.ClockSetOn = wanted.Date;
        Set(meter, wanted, now);
    }

    private static bool NearMidnight(DateTime time) =>
        time.TimeOfDay < MostByBroadcast || time.TimeOfDay > TimeSpan.FromDays(1) - MostByBroadcast;

    private static bool Set(SimulatedMeter meter, DateTime wanted, DateTimeOffset now)
    {
        meter.Faults = meter.Faults with { ClockOff = wanted - (now.UtcDateTime + meter.UtcOffset) };
        return true;
    }

    // DD MM YY.
    private static bool TryMake(ReadOnlySpan<byte> date, TimeSpan time, out DateTime made)
    {
        made = default;
        if (!Bcd.TryRead(date, out var digits)) return false;
        var (year, month, day) = (2000 + (int)(digits / 10_000), (int)(digits / 100 % 100), (int)(digits % 100));
        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        made = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc) + time;
        return true;
    }

    // ss mm hh.
    private static bool TryTimeOfDay(ReadOnlySpan<byte> bytes, out TimeSpan time)
    {
        time = default;
        if (!Bcd.TryRead(bytes, out var digits)) return false;
        var (hour, minute, second) = ((int)(digits / 10_000), (int)(digits / 100 % 100), (int)(digits % 100));
        time = new TimeSpan(hour, minute, second);
        return hour < 24 && minute < 60 && second < 60;
    }
}
