using System.Globalization;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace AmrCollector.Feed.Reconciliation;

/// <summary>Compares what a consumer booked with what the ledger had given it by then. Reads only.</summary>
/// <param name="ledger">Where the entries are.</param>
/// <param name="feed">Knows which cursors hold.</param>
/// <param name="zone">The site's zone.</param>
public sealed class Reconciler(LedgerReader ledger, FeedReader feed, DateTimeZone zone)
{
    private const int MostRows = 20_000;
    private const int MostDays = 400;

    /// <summary>The answer to <paramref name="body"/>; never throws for what it says.</summary>
    public ReconciliationAnswer Compare(ReconciliationBody body, CancellationToken cancellationToken)
    {
        if (Place(body) is not { } place) return new ReconciliationAnswer.Invalid("'head' or 'cursor' must be there, as the feed gave it");
        if (place.Wrong is { } wrong) return wrong;
        var days = zone;
        if (body.TimeZone is { } name)
        {
            if (!TzdbDateTimeZoneSource.Default.CanonicalIdMap.ContainsKey(name)) return new ReconciliationAnswer.Invalid($"no such time zone '{name}'");
            days = DateTimeZoneProviders.Tzdb[name];
        }

        if (BookedRows.Read(body, MostRows, MostDays, out var rows) is { } why) return new ReconciliationAnswer.Invalid(why);
        var ours = Ours(rows, days, place.UpTo.Sequence, cancellationToken);
        List<DayDifference> differences = [];
        var compared = rows.Yours.Keys.Union(ours.Keys).Order().ToList();
        foreach (var key in compared)
            if (Difference(key, rows.Yours.GetValueOrDefault(key), ours.GetValueOrDefault(key) ?? [], place.UpTo.Sequence) is { } difference) differences.Add(difference);
        return new ReconciliationAnswer.Compared(place.UpTo.ToString(), compared.Count, differences);
    }

    private (LedgerHead UpTo, ReconciliationAnswer? Wrong)? Place(ReconciliationBody body)
    {
        if (body.Cursor is { Length: > 0 } text)
        {
            if (!FeedCursor.TryParse(text, out var cursor)) return (default, new ReconciliationAnswer.Invalid("'cursor' is not a cursor of this feed"));
            if (feed.Locate(cursor) is { } gone) return (default, new ReconciliationAnswer.Gone(gone.Why, gone.Resume));
            if (body.Head is null) return ledger.At(cursor.Sequence) is { } at ? (at, null) : (default, CutTail(new(cursor.Sequence, "")));
        }

        if (body.Head is not { Length: > 0 } given) return null;
        if (!LedgerHead.TryParse(given, out var head)) return (default, new ReconciliationAnswer.Invalid("'head' is not a head of this feed: a sequence, a colon and 64 hex digits"));
        if (ledger.At(head.Sequence) is not { } own) return (default, CutTail(head));
        return own.Hash == head.Hash ? (own, null) : (default, OtherHistory(head, own));
    }

    private ReconciliationAnswer.Gone CutTail(LedgerHead head)
    {
        var last = ledger.Head().Sequence;
        return new(
            $"You were given entries up to {head.Sequence}, this ledger ends at {last}: its tail was cut, or it was restored from a backup. What you booked beyond {last} is not in it; mark it, go on from the resume cursor, and match what comes by meter, item, instant and source.",
            new(ledger.Id, ledger.Epochs().TagOf(last), last));
    }

    private ReconciliationAnswer.Gone OtherHistory(LedgerHead head, LedgerHead own)
    {
        var epochs = ledger.Epochs();
        var last = Math.Min(epochs.Current.AfterSequence, head.Sequence - 1);
        return new(
            $"Entry {head.Sequence} has hash {own.Hash} here, you were given {head.Hash}: this is another history, after a restored backup or of another ledger. What you booked beyond {last} may not be in it; mark it, go on from the resume cursor, and match what comes by meter, item, instant and source.",
            new(ledger.Id, epochs.TagOf(last), last));
    }

    /// <summary>What is in force on the days and items that are asked for, walked by meter: the index is by meter and item.</summary>
    private Dictionary<DayKey, List<BookedPoint>> Ours(BookedRows rows, DateTimeZone days, long upTo, CancellationToken cancellationToken)
    {
        Dictionary<DayKey, List<BookedPoint>> ours = [];
        if (rows.Wanted.Count == 0) return ours;
        foreach (var meter in ledger.Meters())
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var (item, (first, last)) in rows.Wanted)
            {
                var (from, before) = (days.AtStartOfDay(first).ToDateTimeOffset(), days.AtStartOfDay(last.PlusDays(1)).ToDateTimeOffset());
                foreach (var point in ledger.Booked(meter, item, from, before, upTo))
                {
                    var day = Instant.FromDateTimeOffset(point.Instant).InZone(days).Date;
                    DayKey key = new(LocalDatePattern.Iso.Format(day), item.ToString(), point.Unit);
                    if (!rows.Compares(key)) continue;
                    if (!ours.TryGetValue(key, out var list)) ours[key] = list = [];
                    list.Add(point);
                }
            }
        }

        return ours;
    }

    private DayDifference? Difference(DayKey key, BookedDay? yours, List<BookedPoint> ours, long upTo)
    {
        var (count, sum) = (yours?.Count ?? 0, yours is null ? 0m : BookedRows.Number(yours.Sum)!.Value);
        var ourSum = ours.Sum(point => point.Consumption);
        var entries = yours?.Entries is { } named ? EntryDifferences.Find(ledger, named, ours, upTo) : [];
        if (count == ours.Count && sum == ourSum && entries.Count == 0) return null;
        return new(key.Day, key.Item, key.Unit, count, ours.Count, Exact(sum), Exact(ourSum), Exact(sum - ourSum), entries);
    }

    private static string Exact(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
