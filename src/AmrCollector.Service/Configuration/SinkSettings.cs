using AmrCollector.Events;
using AmrCollector.Feed.Files;
using AmrCollector.Feed.Influx;
using AmrCollector.Feed.Mqtt;
using AmrCollector.Feed.Webhooks;

namespace AmrCollector.Service.Configuration;

/// <summary>One that is delivered to.</summary>
/// <param name="Name">Its name; the cursor is kept under it.</param>
public abstract record SinkSettings(string Name)
{
    /// <summary>Signed pushes (Standard Webhooks).</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Options">Where to post.</param>
    /// <param name="Secrets">What pushes are signed with, from a file or the environment; never logged.</param>
    /// <param name="Readings">Whether entries are pushed.</param>
    /// <param name="Events">Which events are pushed.</param>
    public sealed record Webhook(string Name, WebhookOptions Options, WebhookSecrets Secrets, bool Readings, IReadOnlySet<EventType> Events) : SinkSettings(Name);

    /// <summary>Messages to an MQTT broker.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Options">Broker and topic.</param>
    public sealed record Mqtt(string Name, MqttTargetOptions Options) : SinkSettings(Name);

    /// <summary>Points in a time-series database.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Options">Which one.</param>
    public sealed record Influx(string Name, InfluxOptions Options) : SinkSettings(Name);

    /// <summary>Files in a folder.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Options">Where and when.</param>
    public sealed record Files(string Name, FileTargetOptions Options) : SinkSettings(Name);
}
