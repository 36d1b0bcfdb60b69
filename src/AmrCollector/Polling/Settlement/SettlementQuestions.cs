using AmrCollector.Models;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Polling.Settlement;

/// <summary>What a meter is asked to date its settlement registers, and how it answers (DL/T 645-2007 A.5, A.3; 1997 A.2). Pure.</summary>
public static class SettlementQuestions
{
    private const int StampBytes = 6;

    /// <summary>Its date, then its time of day.</summary>
    public static IReadOnlyList<Question.Dlt645> Clock(Dlt645Edition edition) =>
        edition == Dlt645Edition.V1997 ? [Ask(0xC010, edition), Ask(0xC011, edition)] : [Ask(0x04000101, edition), Ask(0x04000102, edition)];

    /// <summary>Its settlement days, DDhh each.</summary>
    public static IReadOnlyList<Question.Dlt645> Days(Dlt645Edition edition) =>
        edition == Dlt645Edition.V1997 ? [Ask(0xC117, edition)] : [Ask(0x04000B01, edition), Ask(0x04000B02, edition), Ask(0x04000B03, edition)];

    /// <summary>When they were changed last; null where the edition has no such record.</summary>
    internal static Question.Dlt645? Changed(Dlt645Edition edition) => edition == Dlt645Edition.V1997 ? null : Ask(0x03300C01, edition);

    /// <summary>Date and time of day as one; null when they are no such thing.</summary>
    internal static DateTime? ReadClock(ReadOnlySpan<byte> date, ReadOnlySpan<byte> time)
    {
        if (date.Length < 4 || time.Length < 3) return null;
        return Stamp(Digits(date[3]), Digits(date[2]), Digits(date[1]), Digits(time[2]), Digits(time[1]), Digits(time[0]));
    }

    /// <summary>A settlement day; null for none (9999) and for what is no day.</summary>
    internal static (int Day, int Hour)? ReadDay(ReadOnlySpan<byte> plain)
    {
        if (plain.Length < 2) return null;
        var (hour, day) = (Digits(plain[0]), Digits(plain[1]));
        return SettlementCalendar.IsDay(day, hour) ? (day, hour) : null;
    }

    /// <summary>When the newest record of a change begins; null for an empty record.</summary>
    internal static DateTime? ReadChange(ReadOnlySpan<byte> plain) => plain.Length < StampBytes
        ? null
        : Stamp(Digits(plain[5]), Digits(plain[4]), Digits(plain[3]), Digits(plain[2]), Digits(plain[1]), Digits(plain[0]));

    private static DateTime? Stamp(int year, int month, int day, int hour, int minute, int second)
    {
        if (year < 0 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(2000 + year, month)) return null;
        return hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59 ? null : new DateTime(2000 + year, month, day, hour, minute, second);
    }

    /// <summary>Two BCD digits, -1 when they are none.</summary>
    private static int Digits(byte value) => (value >> 4) > 9 || (value & 0xF) > 9 ? -1 : ((value >> 4) * 10) + (value & 0xF);

    private static Question.Dlt645 Ask(uint id, Dlt645Edition edition) => new(new DataId(id)) { Items = [], Edition = edition };
}
