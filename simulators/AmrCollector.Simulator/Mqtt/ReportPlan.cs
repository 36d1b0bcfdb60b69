using System.Globalization;
using System.Text;
using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.Simulator.Mqtt;

/// <summary>A gateway that reads its meters itself and publishes what they show, a message a meter.</summary>
public sealed record ReportPlan
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it publishes; <c>{gateway}</c> stands for its name, <c>{meter}</c> for the meter's number.</summary>
    public required string Topic { get; init; }

    /// <summary>Reports are for the multiples of this since 1970.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How much of the past it reports first, at once.</summary>
    public TimeSpan History { get; init; }

    /// <summary>JSON field by field: which register it holds.</summary>
    public IReadOnlyDictionary<string, string> Items { get; init; } = new Dictionary<string, string> { ["kwh"] = "1-0:1.8.0" };

    /// <summary>How times are written.</summary>
    public ReportTimeForm Time { get; init; }

    /// <summary>How surely the broker gets a message.</summary>
    public MqttQos Qos { get; init; } = MqttQos.AtLeastOnce;

    /// <summary>The broker keeps the last message of each topic.</summary>
    public bool Retain { get; init; }

    /// <summary>Of a hundred messages so many are published twice.</summary>
    public int TwicePercent { get; init; }

    /// <summary>Of a hundred messages so many come an interval late, after newer ones.</summary>
    public int LatePercent { get; init; }

    /// <summary>Its lies, told in turn, one beside the reports of each interval; empty for an honest gateway.</summary>
    public IReadOnlyList<ReportLie> Lies { get; init; } = [];

    /// <summary>Its meters.</summary>
    public required IReadOnlyList<MeterGroup> Groups { get; init; }

    /// <summary>The topic of a meter's reports.</summary>
    public string TopicOf(string meter) => Topic.Replace("{gateway}", Name, StringComparison.Ordinal).Replace("{meter}", meter, StringComparison.Ordinal);

    /// <summary>What it says of <paramref name="meter"/> at <paramref name="instant"/>.</summary>
    internal byte[] Payload(SimulatedMeter meter, DateTimeOffset instant)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{{\"meter\":\"{meter.Id}\",\"ts\":{Written(instant)}");
        foreach (var (field, obis) in Items) text.Append(CultureInfo.InvariantCulture, $",\"{field}\":{meter.RegisterAt(obis, instant)}");
        return Encoding.UTF8.GetBytes(text.Append('}').ToString());
    }

    /// <summary>A lie about <paramref name="meter"/>: where it is published, and what.</summary>
    internal (string Topic, byte[] Payload) Lie(ReportLie lie, SimulatedMeter meter, DateTimeOffset instant)
    {
        var (topic, value) = (TopicOf(meter.Id), $"{{\"meter\":\"{meter.Id}\",\"ts\":{Written(instant)},\"{Items.Keys.First()}\":");
        return lie switch
        {
            ReportLie.WrongTopic => (TopicOf("999999999999"), Payload(meter, instant)),
            ReportLie.Huge => (topic, Encoding.ASCII.GetBytes(value + "1" + new string('0', 1024 * 1024) + "}")),
            ReportLie.BrokenJson => (topic, Encoding.ASCII.GetBytes(value)),
            ReportLie.Overflow => (topic, Encoding.ASCII.GetBytes(value + "1e308}")),
            ReportLie.Past => (topic, Payload(meter, DateTimeOffset.UnixEpoch + instant.TimeOfDay)),
            _ => (topic, Payload(meter, new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero) + instant.TimeOfDay)),
        };
    }

    private string Written(DateTimeOffset instant) => Time switch
    {
        ReportTimeForm.Seconds => instant.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        ReportTimeForm.Milliseconds => instant.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        _ => $"\"{instant.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\"",
    };
}
