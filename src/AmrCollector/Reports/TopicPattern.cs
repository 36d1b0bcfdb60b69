using AmrCollector.Metering;
using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.Reports;

/// <summary>
/// Where reports come from: a topic filter in which one level may be <c>{meter}</c>, the meter's number, and one <c>{gateway}</c>. In front
/// may stand <c>$share/NAME/</c>: then several collectors divide the messages.
/// </summary>
public sealed class TopicPattern
{
    private const string MeterLevel = "{meter}";
    private const string GatewayLevel = "{gateway}";

    private readonly string _text;
    private readonly int _meter;
    private readonly int _gateway;

    private TopicPattern(string text, string filter, int meter, int gateway)
    {
        (_text, Filter, _meter, _gateway) = (text, filter, meter, gateway);
        Matched = MqttTopic.WithoutShare(filter);
    }

    /// <summary>What the broker is asked for.</summary>
    public string Filter { get; }

    /// <summary>True when the topic names the meter.</summary>
    public bool NamesMeter => _meter >= 0;

    private string Matched { get; }

    /// <summary>The pattern written so; null when it is none.</summary>
    public static TopicPattern? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var filter = text.Replace(MeterLevel, "+", StringComparison.Ordinal).Replace(GatewayLevel, "+", StringComparison.Ordinal);
        if (filter.AsSpan().IndexOfAny('{', '}') >= 0 || !MqttTopic.IsFilter(filter)) return null;
        var levels = MqttTopic.WithoutShare(text).Split('/');
        var (meter, gateway) = (Array.IndexOf(levels, MeterLevel), Array.IndexOf(levels, GatewayLevel));
        var isOnce = levels.Count(level => level == MeterLevel) <= 1 && levels.Count(level => level == GatewayLevel) <= 1;
        return isOnce ? new(text, filter, meter, gateway) : null;
    }

    /// <summary>True when a message on <paramref name="topic"/> is meant.</summary>
    public bool Matches(string topic) => MqttTopic.Matches(Matched, topic);

    /// <summary>The meter a topic that matches names; null when it names none, or what no meter is called.</summary>
    public MeterId? MeterOf(string topic) =>
        NamesMeter && Level(topic, _meter) is { } name && MeterId.IsValid(name) ? new(name) : null;

    /// <summary>Who sent it, as far as the topic tells: its <c>{gateway}</c> level, else what stands before the meter.</summary>
    public string GatewayOf(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        var levels = topic.Split('/');
        if (_gateway >= 0 && _gateway < levels.Length) return levels[_gateway];
        return NamesMeter && _meter > 0 ? string.Join('/', levels.Take(_meter)) : topic;
    }

    private static string? Level(string topic, int index)
    {
        foreach (var level in topic.AsSpan().Split('/'))
            if (index-- == 0) return topic[level];
        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => _text;
}
