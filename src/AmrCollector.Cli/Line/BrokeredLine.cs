using AmrCollector.Lines;
using AmrCollector.Lines.Mqtt;

namespace AmrCollector.Cli.Line;

/// <summary>A line through an MQTT gateway for one verb: with a client of its own, whose session ends with it, so that the service keeps its own.</summary>
internal sealed class BrokeredLine(MqttLine line, MqttClient client) : ILine
{
    /// <inheritdoc/>
    public LineUri Uri => line.Uri;

    /// <inheritdoc/>
    public bool IsOpen => line.IsOpen;

    /// <summary>Opens <paramref name="uri"/> through the broker the configuration in <paramref name="folder"/> names.</summary>
    internal static async Task<ILine> OpenAsync(LineUri uri, string folder, CancellationToken cancellationToken)
    {
        if (!LineTarget.Load(folder).Setup.Brokers.TryGetValue(uri.Broker, out var broker))
            throw new VerbFailedException(ExitCode.ConfigurationInvalid, $"{folder} has no broker '{uri.Broker}'; name it in 'brokers' of collector.json");
        MqttClient client = new(broker.ForOneVisit($"amr-{Environment.ProcessId}-{Random.Shared.Next()}"), TimeProvider.System, Random.Shared.NextDouble, _ => { });
        BrokeredLine line = new(new(uri, client, TimeProvider.System), client);
        try
        {
            await line.OpenAsync(cancellationToken);
            return line;
        }
        catch
        {
            await line.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask OpenAsync(CancellationToken cancellationToken) => line.OpenAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DrainAsync(CancellationToken cancellationToken) => line.DrainAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => line.SendAsync(bytes, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, long deadline, CancellationToken cancellationToken) =>
        line.ReceiveAsync(buffer, deadline, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await line.DisposeAsync();
        await client.DisposeAsync();
    }
}
