using AmrCollector.Lines;
using AmrCollector.Lines.Mqtt;

namespace AmrCollector.Cli.Doctor;

/// <summary>Whether a broker keeps what the collector's promise needs it to keep: tried, not believed.</summary>
internal static class BrokerExam
{
    /// <summary>More than a mosquitto at its defaults keeps for a client that is away.</summary>
    private const int Messages = 2000;

    internal static async Task<IReadOnlyList<Examined>> OfAsync(string name, MqttOptions options, bool wantsShares, CancellationToken cancellationToken)
    {
        var part = $"broker {name}";
        try
        {
            var trial = await BrokerProbe.RunAsync(options, Messages, TimeProvider.System, cancellationToken);
            return [.. BrokerCheck.Of(trial, wantsShares).Select(found => new Examined(part, found.IsFault ? PartState.Bad : PartState.Ok, found.Sentence))];
        }
        catch (LineUnavailableException e)
        {
            return [Examined.Bad(part, e.Message, "address, user and certificates in collector.json, and what the broker's own log says")];
        }
    }
}
