using System.Text.Json;
using AmrCollector.Polling;
using NodaTime;
using NodaTime.Text;
using Duration = AmrCollector.Lines.Duration;

namespace AmrCollector.Service.Configuration;

/// <summary>Reads the plans of collector.json.</summary>
internal static class PlanSection
{
    private static readonly LocalTimePattern[] Clock =
        [LocalTimePattern.CreateWithInvariantCulture("HH:mm"), LocalTimePattern.CreateWithInvariantCulture("HH:mm:ss")];

    /// <summary>The plan, with the entries that have no fault.</summary>
    public static Plan Read(JsonSection file, string name, JsonSpot spot)
    {
        List<PlanEntry> entries = [];
        if (spot.Kind != JsonValueKind.Array || spot.Elements.Count == 0)
            file.Fault(spot.Line, $"plan {name} must be a list such as [ {{ \"every\": \"6h\", \"read\": [\"status\"] }} ]");
        foreach (var element in spot.Elements)
        {
            using var section = file.Inside(element, $"plan {name}");
            if (ReadEntry(section) is { } entry) entries.Add(entry);
        }

        return new(name, entries);
    }

    private static PlanEntry? ReadEntry(JsonSection section)
    {
        var every = section.TextAt("every");
        var at = section.TextAt("at");
        var days = section.Numbers("monthly", 1, 31);
        var reads = section.Texts("read").ConvertAll(spot => spot.Text);
        if (reads.Count == 0) section.Fault(section.Line, $"{section.Name} needs 'read', a list such as [\"current\"]");
        var timing = (every, at, days.Count) switch
        {
            ({ } period, null, 0) => ReadEvery(section, period),
            (null, { } time, 0) => ReadTime(section, time) is { } local ? new Timing.At(local) : null,
            (null, { } time, _) => ReadTime(section, time) is { } local ? new Timing.Monthly([.. days.Distinct().Order()], local) : null,
            _ => Unclear(section),
        };
        return timing is not null && reads.Count > 0 ? new(timing, reads) : null;
    }

    private static Timing? Unclear(JsonSection section)
    {
        section.Fault(section.Line, $"an entry of {section.Name} is due 'every' (\"15m\"), 'at' (\"00:10\"), or 'monthly' ([1]) with 'at': one of these three");
        return null;
    }

    private static Timing.Every? ReadEvery(JsonSection section, JsonSpot text)
    {
        if (Duration.TryParse(text.Text, out var period) && period >= TimeSpan.FromSeconds(1) && period <= TimeSpan.FromHours(24))
            return new Timing.Every(period);
        section.Fault(text.Line, $"'every' of {section.Name} takes 1s to 24h such as \"15m\", not '{text.Text}'");
        return null;
    }

    private static LocalTime? ReadTime(JsonSection section, JsonSpot text)
    {
        foreach (var pattern in Clock)
            if (pattern.Parse(text.Text) is { Success: true, Value: var time }) return time;
        section.Fault(text.Line, $"'at' of {section.Name} takes a local time such as \"00:10\", not '{text.Text}'");
        return null;
    }
}
