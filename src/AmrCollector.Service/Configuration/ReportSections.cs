using AmrCollector.Lines.Mqtt;
using AmrCollector.Metering;
using AmrCollector.Reports;

namespace AmrCollector.Service.Configuration;

/// <summary>Reads the reports: which messages of a broker become which readings.</summary>
internal static class ReportSections
{
    public static List<ReportRule> Read(JsonSection root, IReadOnlyDictionary<string, MqttOptions> brokers, IReadOnlySet<string> faultyBrokers)
    {
        List<ReportRule> rules = [];
        foreach (var section in root.Sections("reports", "a report"))
        {
            using (section)
                if (ReadRule(section, brokers, faultyBrokers) is { } rule) rules.Add(rule);
        }

        return rules;
    }

    private static ReportRule? ReadRule(JsonSection section, IReadOnlyDictionary<string, MqttOptions> brokers, IReadOnlySet<string> faultyBrokers)
    {
        var broker = section.Required("broker");
        if (broker is not null && !brokers.ContainsKey(broker) && !faultyBrokers.Contains(broker))
            section.Fault(section.Line, $"a report is of broker '{broker}', which is not in 'brokers'");
        var topic = Read(section, "topic", TopicPattern.Parse, "a topic such as \"site/+/meter/{meter}\"", isRequired: true);
        var item = Read(section, "item", text => ObisCode.TryParse(text, out var code) ? (object)code : null, "an OBIS code such as \"1-0:1.8.0\"", isRequired: true);
        var value = Read(section, "value", JsonPath.Parse, "a path such as \"$.kwh\"", isRequired: true);
        var time = Read(section, "time", JsonPath.Parse, "a path such as \"$.ts\": without the time a value holds for, a message sent twice would be two readings", isRequired: true);
        var meter = Read(section, "meter", JsonPath.Parse, "a path such as \"$.id\"", isRequired: false);
        var unit = ReadUnit(section);
        if (topic is not null && topic.NamesMeter == (meter is not null))
            section.Fault(section.Line, "a report names its meter once: by {meter} in 'topic', or by a path in 'meter'");
        if (broker is null || topic is null || item is null || value is null || time is null || unit is null) return null;
        return new()
        {
            Broker = broker,
            Topic = topic,
            Item = (ObisCode)item,
            Value = value,
            Time = time,
            Meter = meter,
            Unit = unit.Value.Unit ?? default,
            UnitPath = unit.Value.Path,
        };
    }

    private static (ReportUnit? Unit, JsonPath? Path)? ReadUnit(JsonSection section)
    {
        if (section.TextAt("unit") is not { } text)
        {
            section.Fault(section.Line, "a report needs 'unit', such as \"kWh\", or a path to it such as \"$.unit\"");
            return null;
        }

        var (unit, path) = (ReportUnit.Parse(text.Text), JsonPath.Parse(text.Text));
        if (unit is not null || path is not null) return (unit, path);
        section.Fault(text.Line, $"'unit' of a report is a unit such as \"kWh\" or a path to one such as \"$.unit\", not '{text.Text}'");
        return null;
    }

    private static T? Read<T>(JsonSection section, string property, Func<string, T?> parse, string expects, bool isRequired) where T : class
    {
        if (section.TextAt(property) is not { } text)
        {
            if (isRequired) section.Fault(section.Line, $"a report needs '{property}', {expects}");
            return null;
        }

        var read = parse(text.Text);
        if (read is null) section.Fault(text.Line, $"'{property}' of a report is {expects}; not '{text.Text}'");
        return read;
    }
}
