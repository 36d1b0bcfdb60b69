using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Validation;
using NodaTime;

namespace AmrCollector;

/// <summary>Counts estimated billing reads in a row (vee.md 5.1, limits): reading days of the list, the first of the month where it has none. One thread.</summary>
/// <param name="ledger">What is committed.</param>
/// <param name="parameters">How many are allowed, and the site's days.</param>
internal sealed class EstimateSeries(LedgerReader ledger, RuleParameters parameters)
{
    private const int PointsAtOnce = 4;

    /// <summary>True when as many billing reads before <paramref name="instant"/> as are allowed are estimates, so that this one must not be.</summary>
    internal bool IsFull(Meter meter, ObisCode item, DateTimeOffset instant, DraftBatch batch) =>
        DateOf(meter, instant) is { } date && CountBefore(meter, item, date, batch) >= parameters.EstimatesInARow;

    /// <summary>True when the estimate of <paramref name="instant"/> is the last one allowed.</summary>
    internal bool Completes(Meter meter, ObisCode item, DateTimeOffset instant, DraftBatch batch) =>
        DateOf(meter, instant) is { } date && CountBefore(meter, item, date, batch) == parameters.EstimatesInARow - 1;

    private int CountBefore(Meter meter, ObisCode item, LocalDate date, DraftBatch batch)
    {
        var count = 0;
        while (count < parameters.EstimatesInARow)
        {
            do date = date.PlusDays(-1);
            while (!IsReadingDay(meter, date));
            if (!IsEstimated(meter.Id, item, parameters.Calendar.Zone.AtStartOfDay(date).ToDateTimeOffset().ToUniversalTime(), batch)) return count;
            count++;
        }

        return count;
    }

    private bool IsEstimated(MeterId meter, ObisCode item, DateTimeOffset at, DraftBatch batch)
    {
        if (batch.IndexOf(meter, item, at, Source.Estimate) is { } place) return batch.Drafts[place].Value is not null;
        var there = ledger.History(meter, item, at, PointsAtOnce).Where(point => point.Instant == at && point.Value is not null).ToList();
        return there.Count > 0 && there.TrueForAll(point => point.Source == Source.Estimate);
    }

    private LocalDate? DateOf(Meter meter, DateTimeOffset instant)
    {
        var local = Instant.FromDateTimeOffset(instant).InZone(parameters.Calendar.Zone);
        return local.TimeOfDay == LocalTime.Midnight && IsReadingDay(meter, local.Date) ? local.Date : null;
    }

    private static bool IsReadingDay(Meter meter, LocalDate date) => meter.ReadingDays.Count == 0
        ? date.Day == 1
        : meter.ReadingDays.Any(day => Math.Min(day, date.Calendar.GetDaysInMonth(date.Year, date.Month)) == date.Day);
}
