using System.Text;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Lines.Mqtt;
using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.EndToEnd.Mqtt;

/// <summary>A client that keeps what it hears and acknowledges at once, or not at all.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly List<MqttMessage> _heard = [];
    private readonly List<string> _told = [];

    public Listener(MqttOptions options, bool acknowledges = true)
    {
        Acknowledges = acknowledges;
        Client = new(options, TimeProvider.System, () => 0.5, notice => { lock (_told) _told.Add(notice.Sentence); });
    }

    public MqttClient Client { get; }

    public bool Acknowledges { get; set; }

    /// <summary>What the client told its operator.</summary>
    public IReadOnlyList<string> Told
    {
        get
        {
            lock (_told) return [.. _told];
        }
    }

    public IReadOnlyList<MqttMessage> Messages
    {
        get
        {
            lock (_heard) return [.. _heard];
        }
    }

    /// <summary>Payloads in the order in which they came.</summary>
    public IReadOnlyList<string> Heard => [.. Messages.Select(message => Encoding.UTF8.GetString(message.Payload.Span))];

    /// <summary>Subscribes, starts, and waits until the broker has granted it.</summary>
    public async Task<Listener> OnAsync(string filter, MqttQos qos)
    {
        var subscription = Client.Subscribe(filter, qos, Hear);
        Client.Start();
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60), TimeProvider.System);
        await subscription.GrantedAsync(limit.Token);
        return this;
    }

    public Task HearsAsync(int count) => Patience.UntilAsync(() => Messages.Count >= count, () => $"{Messages.Count} of {count}; {string.Join(" | ", Told)}");

    public ValueTask DisposeAsync() => Client.DisposeAsync();

    private void Hear(MqttMessage message)
    {
        lock (_heard) _heard.Add(message);
        if (Acknowledges) message.Acknowledge();
    }
}
