using System.Globalization;
using AmrCollector.Metering;
using NodaTime;
using NodaTime.Text;

namespace AmrCollector.Feed.Reconciliation;

/// <summary>A consumer's days, checked.</summary>
internal sealed class BookedRows
{
    private LocalDate? _from;
    private LocalDate? _to;

    /// <summary>What it booked.</summary>
    internal Dictionary<DayKey, BookedDay> Yours { get; } = [];

    /// <summary>Which items from which day to which.</summary>
    internal Dictionary<ObisCode, (LocalDate First, LocalDate Last)> Wanted { get; } = [];

    /// <summary>Null, or what is wrong with <paramref name="body"/>.</summary>
    internal static string? Read(ReconciliationBody body, int mostRows, int mostDays, out BookedRows rows)
    {
        rows = new();
        if (body.Days is { } days && days.Count > mostRows) return $"'days' has at most {mostRows} rows; post them in several parts";
        if (rows.ReadRange(body) is { } range) return range;
        foreach (var day in body.Days ?? [])
            if (rows.Add(day) is { } wrong) return wrong;
        if (rows.Wanted.Count == 0) return "'days' is empty, and 'from', 'to' and 'items' do not say what to compare instead";
        return rows.Wanted.Values.Any(range => Period.DaysBetween(range.First, range.Last) >= mostDays) ? $"the days span more than {mostDays} days" : null;
    }

    /// <summary>True when the ledger's own is compared there, also when the consumer listed nothing.</summary>
    internal bool Compares(DayKey key) => Yours.ContainsKey(key) || (_from is not null && IsInRange(key.Day)) || Yours.Keys.Any(row => row.Day == key.Day && row.Item == key.Item);

    /// <summary>An exact decimal, or null.</summary>
    internal static decimal? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private bool IsInRange(string day) => LocalDatePattern.Iso.Parse(day) is { Success: true, Value: var date } && date >= _from && date <= _to;

    private string? ReadRange(ReconciliationBody body)
    {
        if (body.From is null && body.To is null) return null;
        if (!TryDay(body.From, out var from) || !TryDay(body.To, out var to) || to < from) return "'from' and 'to' are days such as \"2026-11-01\", the first not after the last";
        (_from, _to) = (from, to);
        foreach (var text in body.Items ?? [])
        {
            if (!ObisCode.TryParse(text, out var item)) return $"'{text}' is no item";
            Want(item, from, to);
        }

        return null;
    }

    private string? Add(BookedDay day)
    {
        if (!TryDay(day.Day, out var date)) return $"'{day.Day}' is no day; it is written \"2026-11-21\"";
        if (day.Item is null || !ObisCode.TryParse(day.Item, out var item)) return $"'{day.Item}' is no item";
        if (day.Unit is null || !Units.TryParse(day.Unit, out _)) return $"'{day.Unit}' is no unit";
        if (day.Count is null or < 0 || Number(day.Sum) is null) return $"{day.Day} {day.Item}: 'count' is a number and 'sum' an exact decimal in quotes";
        if (day.Entries is { } entries && entries.Any(entry => entry.Id is null || (entry.Value is not null && Number(entry.Value) is null)))
            return $"{day.Day} {day.Item}: every entry has an 'id', and a 'value' that is an exact decimal in quotes or null";
        if (!Yours.TryAdd(new(day.Day!, item.ToString(), day.Unit), day)) return $"{day.Day} {day.Item} {day.Unit} stands twice";
        Want(item, _from is { } from && from < date ? from : date, _to is { } to && to > date ? to : date);
        return null;
    }

    private void Want(ObisCode item, LocalDate first, LocalDate last)
    {
        var known = Wanted.TryGetValue(item, out var range) ? range : (First: first, Last: last);
        Wanted[item] = (LocalDate.Min(known.First, first), LocalDate.Max(known.Last, last));
    }

    private static bool TryDay(string? text, out LocalDate day)
    {
        var parsed = LocalDatePattern.Iso.Parse(text ?? "");
        day = parsed.Success ? parsed.Value : default;
        return parsed.Success;
    }
}
