using System.Text.Json;
using AmrCollector.Lines.Mqtt;
using NodaTime;

namespace AmrCollector.Service.Configuration;

/// <summary>Reads the sinks: who is delivered to, and how.</summary>
/// <param name="folder">Of the configuration: secrets stand beside it.</param>
/// <param name="data">Of what the service writes.</param>
/// <param name="site">The site's name.</param>
/// <param name="zone">The site's zone.</param>
/// <param name="brokers">Brokers by name.</param>
/// <param name="faultyBrokers">Brokers that are faulty already.</param>
internal sealed class SinkSections(
    string folder, string data, string site, DateTimeZone zone, Dictionary<string, MqttOptions> brokers, HashSet<string> faultyBrokers)
{
    private const int LongestName = 64;
    private static readonly string[] Kinds = ["webhook", "mqtt", "influx", "files"];
    private static readonly string[] OfKinds =
        ["secretFile", "types", "topic", "database", "retentionPolicy", "org", "bucket", "tokenFile", "userFile", "measurement", "revisions", "format", "every", "mostEntries"];

    public List<SinkSettings> Read(JsonSection root)
    {
        List<SinkSettings> sinks = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var section in root.Sections("sinks", "a sink"))
        {
            using (section)
            {
                var name = section.Required("name") ?? "";
                if (name.Length > LongestName || name.Contains('/', StringComparison.Ordinal)) section.Fault(section.Line, $"the name of a sink has 1 to {LongestName} characters without '/'");
                if (!names.Add(name)) section.Fault(section.Line, $"two sinks are called '{name}'");
                if (ReadSink(section, name) is { } sink) sinks.Add(sink);
            }
        }

        return sinks;
    }

    private SinkSettings? ReadSink(JsonSection section, string name)
    {
        List<(string Kind, JsonSpot Value)> given = [];
        foreach (var kind in Kinds)
            if (section.Take(kind) is { } value) given.Add((kind, value));
        if (given is not [var one])
        {
            section.Fault(section.Line, $"sink '{name}' needs one of {string.Join(", ", Kinds.Select(kind => $"'{kind}'"))}, and only one");
            foreach (var property in OfKinds) section.Take(property); // whose they are is not known: no second fault
            return null;
        }

        if (one.Value is not { Kind: JsonValueKind.String, Text.Length: > 0 })
        {
            section.Fault(one.Value.Line, $"'{one.Kind}' of sink '{name}' must be a text");
            return null;
        }

        return one.Kind switch
        {
            "webhook" => WebhookSection.Read(section, name, one.Value, folder),
            "influx" => InfluxSection.Read(section, name, one.Value, folder),
            "files" => FilesSection.Read(section, name, Path.GetFullPath(Path.Combine(data, one.Value.Text)), zone),
            _ => MqttSinkSection.Read(section, name, one.Value, site, brokers, faultyBrokers),
        };
    }
}
