using System.Globalization;
using AmrCollector.Metering;
using AmrCollector.Review;
using NodaTime;

namespace AmrCollector.Service.Web.Review;

/// <summary>Which interval of a day is meant: its number from 1, when it begins by the clock on the wall, or the instant. Pure.</summary>
internal static class IntervalNames
{
    /// <summary>The edits, or what is wrong with them.</summary>
    /// <param name="named">Energies by name.</param>
    /// <param name="day">The intervals.</param>
    /// <param name="start">Where the first begins.</param>
    /// <param name="zone">Of the clock on the wall.</param>
    internal static (IReadOnlyList<IntervalEdit> Edits, string Wrong) Read(IReadOnlyDictionary<string, string> named, IntervalBlock day, DateTimeOffset start, DateTimeZone zone)
    {
        List<IntervalEdit> edits = [];
        foreach (var (name, text) in named)
        {
            var places = Places(name.Trim(), day, start, zone);
            if (places.Count == 0) return ([], $"No interval of the day is '{name}': name it by its number from 1 to {day.Values.Count}, by its local time such as 10:15, or by the instant it begins.");
            if (places.Count > 1) return ([], $"{name} happens twice on that day: name the interval by its number, {places[0] + 1} or {places[1] + 1}.");
            if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var value))
                return ([], $"'{text}' of interval {name} is no number: an exact one such as \"0.25\", without the ratio.");
            edits.Add(new(places[0], value));
        }

        return ([.. edits.OrderBy(edit => edit.Index)], "");
    }

    /// <summary>"10:15=0.25, 10:30=0.30" as somebody types it; null when it is something else.</summary>
    internal static IReadOnlyDictionary<string, string>? Parse(string text)
    {
        Dictionary<string, string> named = new(StringComparer.Ordinal);
        foreach (var part in text.Split([',', ';', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries))
            if (part.Split('=') is not [{ Length: > 0 } name, var value] || !named.TryAdd(name, value)) return null;
        return named;
    }

    private static List<int> Places(string name, IntervalBlock day, DateTimeOffset start, DateTimeZone zone)
    {
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number >= 1 && number <= day.Values.Count ? [number - 1] : [];
        var all = Enumerable.Range(0, day.Values.Count);
        if (name.Length == 5 && name[2] == ':') return [.. all.Where(i => Instant.FromDateTimeOffset(start + (i * day.Step)).InZone(zone).TimeOfDay.ToString("HH:mm", CultureInfo.InvariantCulture) == name)];
        return DateTimeOffset.TryParse(name, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? [.. all.Where(i => start + (i * day.Step) == at)] : [];
    }
}
