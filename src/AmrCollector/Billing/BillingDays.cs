using System.Globalization;
using AmrCollector.Metering;
using AmrCollector.Orders;

namespace AmrCollector.Billing;

/// <summary>Reading days as a billing system asks for them: what was issued, what is open and why, and whether the day is complete. Any thread.</summary>
/// <param name="book">What was issued.</param>
/// <param name="assessment">For what was not; on readers of its own.</param>
/// <param name="meters">The list, as it is when it is asked.</param>
/// <param name="orders">The orders.</param>
/// <param name="calendar">What is due when.</param>
/// <param name="options">When a day is complete.</param>
/// <param name="time">The clock.</param>
public sealed class BillingDays(
    BillingReader book, BillingAssessment assessment, IReadOnlyDictionary<MeterId, Meter> meters, Func<OrderBook> orders, BillingCalendar calendar,
    BillingOptions options, TimeProvider time)
{
    /// <summary>A page of the day: the registers of up to <paramref name="limit"/> meters after <paramref name="after"/>.</summary>
    public BillingDayPage Page(DateOnly day, MeterId? after, int limit)
    {
        var known = orders();
        List<IGrouping<MeterId, BillingDue>> page = [];
        var isMore = false;
        foreach (var (meter, listed) in meters.Where(one => after is not { } last || string.CompareOrdinal(one.Key.Value, last.Value) > 0).OrderBy(one => one.Key.Value, StringComparer.Ordinal))
        {
            if (calendar.DueOf(listed, known, day, day).GroupBy(due => meter).FirstOrDefault() is not { } dues) continue;
            isMore = page.Count == limit;
            if (isMore) break;
            page.Add(dues);
        }

        var issued = page.Count == 0 ? [] : book.OfDay(day, after, page[^1].Key);
        var byDue = issued.ToLookup(read => (read.Meter, read.DueAt, read.Cause));
        return new(Snapshot(day), [.. page.SelectMany(dues => dues).SelectMany(due => Lines(due, [.. byDue[(due.Listed.Id, due.At, due.Cause)]], known))], isMore ? page[^1].Key : null);
    }

    /// <summary>How the day stands as a whole.</summary>
    public BillingSnapshot Snapshot(DateOnly day)
    {
        var (known, now) = (orders(), time.GetUtcNow());
        var states = book.StatesOf(day).GroupBy(read => (read.Meter, read.Cause))
            .ToDictionary(reads => reads.Key, reads => reads.OrderBy(read => BillingGroup.Rank(read.Item)).ThenBy(read => read.Item.ToString(), StringComparer.Ordinal).First().State);
        var counts = new int[Enum.GetValues<BillingState>().Length];
        var isEarly = false;
        foreach (var due in meters.Values.SelectMany(meter => calendar.DueOf(meter, known, day, day)))
        {
            var state = states.TryGetValue((due.Listed.Id, due.Cause), out var issued) ? issued : BillingState.Missing;
            isEarly |= due.At > now;
            if (state == BillingState.Missing && due.At <= now) state = Open(assessment.Of(due, now)[0].Choice.State);
            counts[(int)state]++;
        }

        BillingSnapshot counted = new(day, counts.Sum(), counts[0], counts[1], counts[2], counts[3], "");
        return counted with { Why = isEarly ? "the day has not come yet" : Shortfall(counted) };
    }

    private IEnumerable<BillingLine> Lines(BillingDue due, List<BillingRead> issued, OrderBook known)
    {
        var meter = known.MeterAt(due.Listed, due.At);
        if (issued.Any(read => !read.IsWithdrawn))
            return issued.Select(read => new BillingLine(due, read.Account, read.Point, read.Item, read.State, read.Why, read));
        return assessment.Of(due, time.GetUtcNow()).Select(outcome => new BillingLine(
            due, meter.Account, meter.Point, outcome.Item, Open(outcome.Choice.State), outcome.Choice.IsRead ? "there is a read; it is issued within a minute" : outcome.Choice.Why,
            issued.FirstOrDefault(read => read.Item == outcome.Item)));
    }

    // What is not in the book is not issued, whatever it will be.
    private static BillingState Open(BillingState state) => state == BillingState.Held ? BillingState.Held : BillingState.Missing;

    private string Shortfall(BillingSnapshot day)
    {
        if (day.Due == 0) return "";
        List<string> faults = [];
        if (day.Actual < options.LeastActual * day.Due) faults.Add($"{Share(day.Actual, day.Due)} of the reads are actual, at least {Percent(options.LeastActual)} are wanted");
        if (day.Held > options.MostHeld * day.Due) faults.Add($"{Share(day.Held, day.Due)} are held, at most {Percent(options.MostHeld)} may be");
        if (day.Missing > options.MostMissing * day.Due) faults.Add($"{Share(day.Missing, day.Due)} are missing, at most {Percent(options.MostMissing)} may be");
        return string.Join("; ", faults);
    }

    private static string Share(int part, int whole) => $"{part} of {whole} ({Percent((decimal)part / whole)})";

    private static string Percent(decimal share) => (share * 100).ToString("0.###", CultureInfo.InvariantCulture) + " %";
}
