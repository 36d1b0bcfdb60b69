namespace AmrCollector.Polling.Settlement;

/// <summary>
/// When a meter closed its billing periods, by its own settlement days: the registers of a period carry no date, so its own calendar has
/// to give it, and only as far back as the calendar is known not to have been changed. Pure.
/// </summary>
/// <param name="days">Day of the month (1..28) and hour of each settlement; at least one.</param>
/// <param name="changedAt">When they were changed last, by the meter's clock; null: never, as far as it tells.</param>
internal sealed class SettlementCalendar(IReadOnlyList<(int Day, int Hour)> days, DateTime? changedAt)
{
    private const int LastDay = 28; // the standard allows no other: every month has it

    /// <summary>True for what the standard allows.</summary>
    internal static bool IsDay(int day, int hour) => day is >= 1 and <= LastDay && hour is >= 0 and < 24;

    /// <summary>The last <paramref name="count"/> settlements before or at <paramref name="shown"/>, newest first; period k is the k-th of them.</summary>
    internal IReadOnlyList<DateTime> Passed(DateTime shown, int count)
    {
        List<DateTime> passed = [];
        for (var month = new DateTime(shown.Year, shown.Month, 1); passed.Count < count; month = month.AddMonths(-1))
            passed.AddRange(In(month).Where(at => at <= shown).OrderDescending());
        return [.. passed.Take(count)];
    }

    /// <summary>The first settlement after <paramref name="shown"/>.</summary>
    internal DateTime Next(DateTime shown)
    {
        var month = new DateTime(shown.Year, shown.Month, 1);
        return In(month).Concat(In(month.AddMonths(1))).Where(at => at > shown).Min();
    }

    /// <summary>True when the period that ended <paramref name="at"/> did so by these days, and not by those they replaced.</summary>
    internal bool IsDated(DateTime at) => changedAt is not { } change || at > change;

    private IEnumerable<DateTime> In(DateTime month) => days.Select(day => month.AddDays(day.Day - 1).AddHours(day.Hour)).Distinct();
}
