using AmrCollector.Metering;
using AmrCollector.Orders;
using NodaTime;

namespace AmrCollector.Billing;

/// <summary>Which reads are due when: reading days of the account, and what orders close. Pure.</summary>
/// <param name="zone">The site's zone.</param>
/// <param name="options">Days where the list names none.</param>
public sealed class BillingCalendar(DateTimeZone zone, BillingOptions options)
{
    /// <summary>The local day of an instant.</summary>
    public DateOnly DayOf(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(zone).Date.ToDateOnly();

    /// <summary>When the local day begins.</summary>
    public DateTimeOffset StartOf(DateOnly day) => zone.AtStartOfDay(LocalDate.FromDateOnly(day)).ToDateTimeOffset().ToUniversalTime();

    /// <summary>True for a meter that bills somebody: it names reading days, or is a customer's with an account.</summary>
    public static bool IsBilled(Meter meter) => meter.ReadingDays.Count > 0 || (meter.Role == MeterRole.Customer && meter.Account.Length > 0);

    /// <summary>
    /// What is due of the meter from one local day to another, both included, by instant. A day beyond a month's end is its last; of two causes
    /// at one instant the order's stands. Before the meter was installed nothing is due.
    /// </summary>
    public IReadOnlyList<BillingDue> DueOf(Meter listed, OrderBook book, DateOnly from, DateOnly to)
    {
        if (!IsBilled(listed)) return [];
        List<BillingDue> due = [];
        for (var month = new DateOnly(from.Year, from.Month, 1); month <= to; month = month.AddMonths(1)) AddMonth(listed, month, due);
        if (!book.IsPlain(listed.Id)) AddOrders(listed, book, due);
        var wanted = due.Where(one => one.Day >= from && one.Day <= to && (listed.Installed is not { } installed || one.Day >= installed));
        return [.. wanted.GroupBy(one => (one.At, Device: one.Cause == BillingCause.Exchange)).Select(same => same.MaxBy(one => one.Rank)!).OrderBy(one => one.At).ThenByDescending(one => one.Cause)];
    }

    private void AddMonth(Meter listed, DateOnly month, List<BillingDue> due)
    {
        var days = listed.ReadingDays.Count > 0 ? listed.ReadingDays : options.ReadingDays;
        var last = DateTime.DaysInMonth(month.Year, month.Month);
        var closing = Math.Min(options.ClosesWithLast ? days.Max() : days.Min(), last);
        foreach (var number in days.Select(day => Math.Min(day, last)).Distinct())
        {
            DateOnly day = new(month.Year, month.Month, number);
            due.Add(new(listed, day, StartOf(day), number == closing ? BillingKind.Final : BillingKind.Interim, BillingCause.ReadingDay, ""));
        }
    }

    private void AddOrders(Meter listed, OrderBook book, List<BillingDue> due)
    {
        foreach (var filed in book.InForce(listed.Id))
        {
            BillingCause? cause = filed.Order switch
            {
                { Kind: OrderKind.Exchange } => BillingCause.Exchange,
                { Kind: OrderKind.Vacancy } => BillingCause.Vacancy,
                { Account: not null } => BillingCause.AccountChange,
                _ => null,
            };
            if (cause is { } known) due.Add(new(listed, DayOf(filed.Order.At), filed.Order.At, BillingKind.Final, known, filed.Name) { IsAgreed = filed.Order.IsEstimateAgreed });
            if (filed.Order is { Kind: OrderKind.Vacancy, Until: { } until }) due.Add(new(listed, DayOf(until), until, BillingKind.Final, BillingCause.MoveIn, filed.Name) { IsAgreed = filed.Order.IsEstimateAgreed });
        }
    }
}
