namespace AmrCollector.Lines.Mqtt;

/// <summary>The brokers of a configuration: one client each, made and started when it is first asked for, shared by all who use it.</summary>
/// <param name="brokers">Options by the broker's name.</param>
/// <param name="time">For every wait.</param>
/// <param name="tell">Told with the broker's name of losses and recoveries.</param>
public sealed class MqttBrokers(IReadOnlyDictionary<string, MqttOptions> brokers, TimeProvider time, Action<string, MqttNotice> tell) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, MqttClient> _clients = new(StringComparer.Ordinal);
    private bool _disposed;

    /// <summary>The client of <paramref name="name"/>, not started when it is new; null when no broker is called so or all is over.</summary>
    public MqttClient? Find(string name)
    {
        lock (_gate)
        {
            if (_disposed || !brokers.TryGetValue(name, out var options)) return null;
            if (_clients.TryGetValue(name, out var client)) return client;
            client = new(options, time, Random.Shared.NextDouble, notice => tell(name, notice));
            _clients.Add(name, client);
            return client;
        }
    }

    /// <summary>Every client in use.</summary>
    public IReadOnlyList<(string Broker, MqttClientReport Report)> Report()
    {
        lock (_gate) return [.. _clients.Select(client => (client.Key, client.Value.Report()))];
    }

    /// <summary>Ends all clients.</summary>
    public async ValueTask DisposeAsync()
    {
        List<MqttClient> all;
        lock (_gate)
        {
            _disposed = true;
            all = [.. _clients.Values];
        }

        await Task.WhenAll(all.Select(client => client.DisposeAsync().AsTask()));
    }
}
