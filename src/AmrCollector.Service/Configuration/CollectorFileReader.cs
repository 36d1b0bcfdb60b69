using System.Text.Json;
using AmrCollector.Lines;
using NodaTime;
using NodaTime.TimeZones;

namespace AmrCollector.Service.Configuration;

/// <summary>Reads collector.json: strict, and on to the end whatever it meets.</summary>
internal sealed class CollectorFileReader(string folder, string path, List<Fault> faults)
{
    /// <summary>The file, or null when it cannot be read at all.</summary>
    public CollectorFile? Read()
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(new(path, 0, $"cannot be read: {e.Message}"));
            return null;
        }

        if (JsonSpots.Parse(bytes, path, faults) is not { } document) return null;
        using JsonSection root = new(document, "collector.json", path, faults);
        return document.Kind == JsonValueKind.Object ? Read(root) : null;
    }

    private CollectorFile Read(JsonSection root)
    {
        root.Text("$schema");
        var site = root.Required("site") ?? "";
        var zone = ReadZone(root);
        var data = Path.GetFullPath(Path.Combine(folder, root.Text("data") ?? "data"));
        var (ledger, keepMonths) = LedgerSection.Read(root, data);
        var listeners = new ListenerSections(root, folder);
        var (brokers, faultyBrokers) = BrokerSections.Read(root, folder, site);
        Dictionary<string, LineSetup> lines = [];
        HashSet<string> faulty = [];
        foreach (var (name, value) in root.Entries("lines"))
        {
            var line = ReadLine(root, name, value);
            if (line is not null && line.Uri.Broker.Length > 0 && !brokers.ContainsKey(line.Uri.Broker) && !faultyBrokers.Contains(line.Uri.Broker))
                root.Fault(value.Line, $"line '{name}': there is no broker '{line.Uri.Broker}' in 'brokers'");
            if (line is not null) listeners.Check(name, line.Uri, value.Line);
            if (line is null || !lines.TryAdd(name, line)) faulty.Add(name);
        }

        Dictionary<string, NamedPlan> plans = [];
        foreach (var (name, value) in root.Entries("plans"))
            if (!plans.TryAdd(name, new(PlanSection.Read(root, name, value), value.Line))) root.Fault(value.Line, $"plan '{name}' stands twice");

        return new()
        {
            Path = path,
            Site = site,
            Zone = zone,
            Folder = data,
            LedgerFolder = ledger,
            KeepMonths = keepMonths,
            Brokers = brokers,
            Listeners = listeners.Sound,
            Reports = ReportSections.Read(root, brokers, faultyBrokers),
            Lines = lines,
            FaultyLines = faulty,
            Plans = plans,
            Freshness = FreshnessSetting.Read(root),
            Gaps = GapSection.Read(root),
            Clock = ClockSection.Read(root),
            Billing = BillingSection.Read(root),
            Telemetry = TelemetrySection.Read(root, folder),
            Http = HttpSection.Read(root, folder),
            Sinks = new SinkSections(folder, data, site, zone, brokers, faultyBrokers).Read(root),
        };
    }

    private static DateTimeZone ReadZone(JsonSection root)
    {
        if (root.TextAt("timeZone") is not { } zone)
        {
            root.Fault(root.Line, "collector.json needs 'timeZone', such as \"Asia/Shanghai\": plans and freezes are in it");
            return DateTimeZone.Utc;
        }

        if (TzdbDateTimeZoneSource.Default.CanonicalIdMap.ContainsKey(zone.Text)) return DateTimeZoneProviders.Tzdb[zone.Text];
        root.Fault(zone.Line, $"no such time zone '{zone.Text}'; it takes a name of the IANA list such as \"Asia/Shanghai\" or \"Europe/Berlin\"");
        return DateTimeZone.Utc;
    }

    private static LineSetup? ReadLine(JsonSection root, string name, JsonSpot value)
    {
        if (name.Length is 0 or > 64 || name.Any(char.IsControl))
            root.Fault(value.Line, "the name of a line has 1 to 64 characters");
        else if (value.Kind != JsonValueKind.String)
            root.Fault(value.Line, $"line '{name}' must be a text such as \"serial:/dev/ttyUSB0?baud=2400&format=8E1\"");
        else if (LineUri.TryParse(value.Text, out var uri, out var why))
            return new(name, uri);
        else
            root.Fault(value.Line, $"line '{name}': {why}");
        return null;
    }
}
