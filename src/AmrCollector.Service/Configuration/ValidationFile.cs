using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using AmrCollector.Metering;
using AmrCollector.Validation;
using NodaTime;
using NodaTime.Text;

namespace AmrCollector.Service.Configuration;

/// <summary>Reads validation.json: thresholds of the rules for all meters and by class, and the days off; without the file the defaults hold, as version 1.</summary>
internal sealed class ValidationFile(string path, List<Fault> faults)
{
    private const int MostVersion = 1_000_000;

    /// <summary>The thresholds; what is faulty keeps its default.</summary>
    public RuleParameters Read(DateTimeZone zone)
    {
        var defaults = RuleParameters.Default with { Calendar = new(zone) };
        if (!File.Exists(path)) return defaults;
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(new(path, 0, $"cannot be read: {e.Message}"));
            return defaults;
        }

        if (JsonSpots.Parse(bytes, path, faults) is not { } document) return defaults;
        using JsonSection root = new(document, "validation.json", path, faults);
        return document.Kind == JsonValueKind.Object ? Read(root, zone) : defaults;
    }

    private static RuleParameters Read(JsonSection root, DateTimeZone zone)
    {
        root.Text("$schema");
        var version = Whole(root, "version", 2, MostVersion);
        if (version is null) root.Fault(root.Line, "validation.json needs 'version', 2 or more and another one with every change: it is stored with each verdict");
        var calendar = new SiteCalendar(zone, Days(root, "holidays"), Days(root, "workdays"));
        var all = RuleParameters.Default with { Version = version ?? 2, Calendar = calendar };
        using (var section = root.Section("all", "all"))
            if (section is not null) all = Over(section, all, Enum.GetValues<CustomerClass>());
        Dictionary<CustomerClass, RuleParameters> classes = [];
        foreach (var (name, value) in root.Entries("classes"))
        {
            if (!WireNames.TryParse<CustomerClass>(name, out var customer))
            {
                root.Fault(value.Line, $"'{name}' is no class; they are {string.Join(", ", Enum.GetValues<CustomerClass>().Select(one => one.WireName()))}");
                continue;
            }

            using var section = root.Inside(value, $"class {name}");
            classes[customer] = Over(section, all, [customer]);
        }

        return all with { ByClass = classes.ToFrozenDictionary() };
    }

    private static RuleParameters Over(JsonSection section, RuleParameters parameters, IEnumerable<CustomerClass> customers)
    {
        foreach (var threshold in Thresholds.All)
            if (Number(section, threshold.Name, threshold.Least, threshold.Most) is { } value) parameters = threshold.Set(parameters, value);
        var (high, low, floor) = (Number(section, "highAtLeast", 0, 1_000_000), Number(section, "lowMedian", 0, 1_000_000), Number(section, "spreadFloor", 0, 1_000_000));
        if (high is null && low is null && floor is null) return parameters;
        var classes = parameters.Classes.ToDictionary();
        foreach (var customer in customers)
        {
            var limits = classes[customer];
            classes[customer] = new() { HighAtLeast = high ?? limits.HighAtLeast, LowMedian = low ?? limits.LowMedian, SpreadFloor = floor ?? limits.SpreadFloor };
        }

        return parameters with { Classes = classes.ToFrozenDictionary() };
    }

    private static decimal? Number(JsonSection section, string name, decimal least, decimal most)
    {
        if (section.Take(name) is not { } spot) return null;
        if (spot.Kind == JsonValueKind.Number && decimal.TryParse(spot.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most) return value;
        section.Fault(spot.Line, $"'{name}' of {section.Name} takes a number from {least} to {most}, not {spot.Text}");
        return null;
    }

    private static int? Whole(JsonSection section, string name, int least, int most) => Number(section, name, least, most) is { } value ? (int)value : null;

    private static List<LocalDate> Days(JsonSection root, string name)
    {
        List<LocalDate> days = [];
        foreach (var spot in root.Texts(name))
        {
            if (LocalDatePattern.Iso.Parse(spot.Text) is { Success: true, Value: var day }) days.Add(day);
            else root.Fault(spot.Line, $"'{name}' takes dates such as \"2026-10-01\", not \"{spot.Text}\"");
        }

        return days;
    }
}
