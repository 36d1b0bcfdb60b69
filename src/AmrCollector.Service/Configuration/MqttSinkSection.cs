using AmrCollector.Lines.Mqtt;
using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.Service.Configuration;

/// <summary>Reads a sink of kind mqtt: which broker, which topic.</summary>
internal static class MqttSinkSection
{
    private static readonly string[] Places = ["{site}", "{meter}", "{item}", "{point}", "{account}", "{area}"];

    public static SinkSettings? Read(
        JsonSection section, string name, JsonSpot broker, string site, Dictionary<string, MqttOptions> brokers, HashSet<string> faultyBrokers)
    {
        var isKnown = brokers.ContainsKey(broker.Text);
        if (!isKnown && !faultyBrokers.Contains(broker.Text)) section.Fault(broker.Line, $"sink '{name}': there is no broker '{broker.Text}' in 'brokers'");
        if (section.TextAt("topic") is not { } topic)
        {
            section.Fault(section.Line, $"sink '{name}' needs 'topic', such as \"amr/{{meter}}/{{item}}\" or one topic for all");
            return null;
        }

        var plain = Places.Aggregate(topic.Text, (text, place) => text.Replace(place, "x", StringComparison.Ordinal));
        var isTopic = MqttTopic.IsName(plain) && plain.AsSpan().IndexOfAny('{', '}') < 0 && !plain.StartsWith('$');
        if (!isTopic) section.Fault(topic.Line, $"'topic' of sink '{name}' is a topic without wildcards; it knows {string.Join(", ", Places)}");
        return isKnown && isTopic ? new SinkSettings.Mqtt(name, new() { Broker = broker.Text, Topic = topic.Text, Site = site }) : null;
    }
}
