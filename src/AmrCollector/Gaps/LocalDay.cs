using NodaTime;

namespace AmrCollector.Gaps;

/// <summary>Local days as numbers since 1970-01-01, and months as year x 12 + month - 1.</summary>
internal static class LocalDay
{
    private static readonly LocalDate Epoch = new(1970, 1, 1);

    internal static int Number(LocalDate date) => Period.DaysBetween(Epoch, date);

    internal static LocalDate Date(int number) => Epoch.PlusDays(number);

    internal static int MonthOf(LocalDate date) => (date.Year * 12) + date.Month - 1;

    internal static LocalDate FirstOf(int month) => new(month / 12, (month % 12) + 1, 1);

    /// <summary>The site's day at <paramref name="instant"/>.</summary>
    internal static int At(DateTimeOffset instant, DateTimeZone zone) => Number(Instant.FromDateTimeOffset(instant).InZone(zone).Date);
}
