using AmrCollector.Protocol;

namespace AmrCollector.Models;

/// <summary>Wall-clock times as DL/T 645 sends them: BCD, lowest unit first, years 2000 to 2099 (dossier §9).</summary>
internal static class ClockTimes
{
    /// <summary>mm hh DD MM YY, the first five bytes; false when it is no calendar time or all FF.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> bytes, out DateTime time)
    {
        time = default;
        return bytes.Length >= 5 && TryReadDate(bytes[2..5], out var date) && TryReadTimeOfDay([0, bytes[0], bytes[1]], out var ofDay)
            && Set(date + ofDay.TimeOfDay, out time);
    }

    /// <summary>DD MM YY; false when it is no calendar date.</summary>
    internal static bool TryReadDate(ReadOnlySpan<byte> bytes, out DateTime date)
    {
        date = default;
        return TryPair(bytes[0], 31, out var day) && TryPair(bytes[1], 12, out var month) && TryPair(bytes[2], 99, out var year)
            && day > 0 && month > 0 && day <= DateTime.DaysInMonth(2000 + year, month)
            && Set(new(2000 + year, month, day, 0, 0, 0, DateTimeKind.Unspecified), out date);
    }

    /// <summary>ss mm hh, on 0001-01-01; false when it is no time of day.</summary>
    internal static bool TryReadTimeOfDay(ReadOnlySpan<byte> bytes, out DateTime time)
    {
        time = default;
        return TryPair(bytes[0], 59, out var second) && TryPair(bytes[1], 59, out var minute) && TryPair(bytes[2], 23, out var hour)
            && Set(new(1, 1, 1, hour, minute, second, DateTimeKind.Unspecified), out time);
    }

    private static bool TryPair(byte bcd, int max, out int value)
    {
        var ok = Bcd.TryRead([bcd], out var read);
        value = (int)read;
        return ok && read <= max;
    }

    private static bool Set(DateTime value, out DateTime target)
    {
        target = value;
        return true;
    }
}
