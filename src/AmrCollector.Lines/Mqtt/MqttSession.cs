using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.Lines.Mqtt;

/// <summary>What outlives a connection: who listens, what was handed over, what is on its way out.</summary>
internal sealed class MqttSession
{
    private readonly MqttPacketIds _ids = new();

    public MqttSession(MqttOptions options, Action<string> refused)
    {
        Subscriptions = new(Wake, refused);
        Inbox = new(options, Subscriptions, Wake);
        Outbox = new(options, _ids, Wake);
    }

    public MqttWake Wake { get; } = new();

    public MqttSubscriptions Subscriptions { get; }

    public MqttInbox Inbox { get; }

    public MqttOutbox Outbox { get; }

    /// <summary>A connection begins.</summary>
    public void Begin(MqttConnack connack, MqttWriter writer)
    {
        Inbox.Begin(connack.SessionPresent);
        Subscriptions.Begin();
        Outbox.Begin(connack, writer);
    }

    /// <summary>The broker answered a subscription.</summary>
    public void Answered(MqttSuback answer) => Subscriptions.Answered(answer, _ids);

    /// <summary>Writes everything that may leave now.</summary>
    public void WriteOut(MqttWriter writer, MqttBuffer buffer)
    {
        Inbox.WriteOut(writer);
        Subscriptions.WriteOut(writer, _ids);
        Outbox.WriteOut(writer, buffer);
    }

    /// <summary>The connection is gone.</summary>
    public void Lose(string why)
    {
        Outbox.Lose(why);
        Subscriptions.Lose(why);
    }
}
