using System.Text.Json;
using AmrCollector.Protocol.Mqtt;
using AmrCollector.Simulator.Mqtt;

namespace AmrCollector.Simulator.Files;

/// <summary>What a district file says of brokers: where theirs is, and the gateways that report.</summary>
internal static class GatewayFile
{
    private const int MostRepeats = 10_000;

    internal static BrokerPlan? Broker(JsonPlace? place)
    {
        if (place is null) return null;
        return BrokerPlan.Parse(place.Text) ?? throw place.Fault("\"broker\" is written like \"mqtt://127.0.0.1:1883\".");
    }

    /// <summary>How a line with wire mqtt is tunnelled; null on other lines.</summary>
    internal static TunnelPlan? Tunnel(JsonFields fields, WireKind wire)
    {
        var (gateway, payload, correlation) = (fields.Take("gateway"), fields.Take("payload"), fields.Take("correlation"));
        if (wire != WireKind.Mqtt)
            return (gateway ?? payload ?? correlation) is { } stray ? throw stray.Fault("\"gateway\", \"payload\" and \"correlation\" are for lines with \"wire\": \"mqtt\".") : null;
        var tunnel = new TunnelPlan(gateway?.Text ?? fields.NeedText("gateway"), payload?.Text ?? "hex", correlation?.Text);
        if (!MqttTopic.IsName(tunnel.Down)) throw gateway!.Fault("\"gateway\" is a topic without wildcards, such as \"gw/9\".");
        return tunnel.Form is null ? throw (correlation ?? payload!).Fault("\"payload\" is hex, base64, raw or json:FIELD, and \"correlation\" another field beside json:FIELD.") : tunnel;
    }

    /// <summary>One entry of "gateways"; with "repeat" it stands for that many.</summary>
    internal static IEnumerable<ReportPlan> Gateways(JsonPlace place)
    {
        var fields = new JsonFields(place, "A gateway");
        var (repeat, step) = (fields.Number("repeat", 1, 1, MostRepeats), fields.Number("numberStep", 10_000, 1, 1_000_000));
        var groups = fields.List("meters").Select(GroupFile.Read).ToList();
        var first = Gateway(fields, groups);
        fields.Done();
        if (!MqttTopic.IsName(first.TopicOf("1"))) throw place.Fault("\"topic\" is a topic without wildcards, with {meter} and perhaps {gateway} in it.");
        if (first.Every < TimeSpan.FromMilliseconds(100)) throw place.Fault("\"every\" is 100ms at least.");
        if (repeat > 1 && !first.Name.Contains("{n}", StringComparison.Ordinal)) throw place.Fault("The name of a repeated gateway has {n} in it.");
        for (var n = 0; n < repeat; n++)
        {
            var shift = (long)n * step;
            yield return first with
            {
                Name = first.Name.Replace("{n}", $"{n + 1}", StringComparison.Ordinal),
                Groups = [.. groups.Select(group => group with { FirstNumber = group.FirstNumber + shift, Numbers = group.Numbers?.Select(number => number + shift).ToList() })],
            };
        }
    }

    private static ReportPlan Gateway(JsonFields fields, IReadOnlyList<MeterGroup> groups) => new()
    {
        Name = fields.NeedText("name"),
        Topic = fields.NeedText("topic"),
        Every = fields.Span("every", TimeSpan.FromMinutes(15)),
        History = fields.Span("history", TimeSpan.Zero),
        Items = fields.Take("items") is { } items ? ItemsOf(items) : new Dictionary<string, string> { ["kwh"] = "1-0:1.8.0" },
        Time = fields.Word("time", ReportTimeForm.Rfc3339),
        Qos = (MqttQos)fields.Number("qos", 1, 0, 2),
        Retain = fields.Flag("retain"),
        TwicePercent = fields.Number("twicePercent", 0, 0, 100),
        LatePercent = fields.Number("latePercent", 0, 0, 100),
        Lies = fields.Take("lies") is { } lies ? [.. LiesOf(lies)] : [],
        Groups = groups,
    };

    private static Dictionary<string, string> ItemsOf(JsonPlace place) => place is { Kind: JsonTokenType.StartObject, Members.Count: > 0 }
        ? place.Members.ToDictionary(item => item.Key, item => item.Value.Text, StringComparer.Ordinal)
        : throw place.Fault("\"items\" gives JSON fields their registers, such as { \"kwh\": \"1-0:1.8.0\" }.");

    private static IEnumerable<ReportLie> LiesOf(JsonPlace place) => place.Elements.Select(lie =>
        Enum.TryParse<ReportLie>(lie.Text, ignoreCase: true, out var known) && lie.Text.All(char.IsAsciiLetter)
            ? known
            : throw lie.Fault($"\"lies\" are of {string.Join(", ", Enum.GetNames<ReportLie>().Select(name => char.ToLowerInvariant(name[0]) + name[1..]))}."));
}
