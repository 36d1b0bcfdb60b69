using System.Globalization;
using AmrCollector.Gaps;
using Microsoft.Extensions.Primitives;

namespace AmrCollector.Service.Web.Gaps;

/// <summary>What a request for gaps asks; null with a sentence when it makes no sense.</summary>
internal static class GapsQuery
{
    private static readonly string[] States = ["open", "estimated", "lost"];
    private static readonly string[] Filled = ["have", "recovered"];

    internal static (GapFilter? Filter, string Why) Filter(IReadOnlyDictionary<string, StringValues> query)
    {
        if (!TryDay(query, "day", out var day) || !TryDay(query, "from", out var from) || !TryDay(query, "to", out var to))
            return (null, "'day', 'from' and 'to' are local days such as 2026-11-20.");
        if (day is not null && (from ?? to) is not null) return (null, "'day' stands alone, or 'from' and 'to' do.");
        if (Text(query, "state") is { } state && !States.Contains(state))
        {
            if (!Filled.Contains(state)) return (null, "'state' is open, estimated or lost; or have or recovered, of one meter.");
            if (Text(query, "meter") is null) return (null, $"which slots are '{state}' is told of one meter: give 'meter', or ask how many there are.");
        }

        return (new()
        {
            Meter = Text(query, "meter") is { } meter ? new(meter) : null,
            Line = Text(query, "line"),
            Area = Text(query, "area"),
            Read = Text(query, "read"),
            From = day ?? from,
            To = day ?? to,
            State = Text(query, "state"),
        }, "");
    }

    internal static (GapSplit? By, string Why) Split(IReadOnlyDictionary<string, StringValues> query, string usual = "day,line,read")
    {
        var by = GapSplit.None;
        foreach (var word in (Text(query, "by") ?? usual).Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Enum.TryParse<GapSplit>(word, ignoreCase: true, out var one) || char.IsAsciiDigit(word[0])) return (null, "'by' is a list of day, line, area and read.");
            by |= one;
        }

        return (by, "");
    }

    internal static (GapCursor? After, string Why) After(IReadOnlyDictionary<string, StringValues> query)
    {
        if (Text(query, "after") is not { } text) return (default(GapCursor), "");
        var parts = text.Split('-');
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var stream)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var month)
            ? (new GapCursor(stream, month), "")
            : (null, "'after' is the 'next' of the page before.");
    }

    private static string? Text(IReadOnlyDictionary<string, StringValues> query, string name) => query.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;

    private static bool TryDay(IReadOnlyDictionary<string, StringValues> query, string name, out DateOnly? day)
    {
        day = null;
        if (Text(query, name) is not { } text) return true;
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var found)) return false;
        day = found;
        return true;
    }
}
