using AmrCollector.EndToEnd.Support;
using AmrCollector.Lines;
using AmrCollector.Lines.Mqtt;
using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.EndToEnd.Mqtt;

/// <summary>The trial of a broker says what the broker really does.</summary>
public sealed class BrokerProbeTests
{
    private const string Open = "allow_anonymous true\n";

    [NeedsFact(Mosquitto.Program)]
    public async Task A_mosquitto_at_its_defaults_acknowledges_and_drops_and_the_trial_says_what_to_set()
    {
        await using var broker = await Mosquitto.StartAsync(Open);
        foreach (var version in Enum.GetValues<MqttVersion>())
        {
            var trial = await TryAsync(broker.Options("collector", version));
            Assert.Equal((true, 2000, true), (trial.KeptSession, trial.Sent, trial.Shares));
            Assert.InRange(trial.Kept, 1, 1999);
            Assert.Contains(BrokerCheck.Of(trial, wantsShares: true), finding => finding.IsFault && finding.Sentence.Contains("max_queued_messages 0", StringComparison.Ordinal));
        }
    }

    [NeedsFact(Mosquitto.Program)]
    public async Task A_mosquitto_set_as_the_readme_says_passes()
    {
        await using var broker = await Mosquitto.StartAsync(Open + Mosquitto.Unlimited);
        foreach (var version in Enum.GetValues<MqttVersion>())
        {
            var trial = await TryAsync(broker.Options("collector", version));
            Assert.DoesNotContain(BrokerCheck.Of(trial, wantsShares: true), finding => finding.IsFault);
            Assert.StartsWith("mosquitto version", trial.Program, StringComparison.Ordinal);
        }
    }

    [NeedsNodeFact("aedes")]
    public async Task The_second_broker_is_tried_too_and_known_to_speak_3_1_1()
    {
        await using var broker = await Aedes.StartAsync();
        var trial = await TryAsync(broker.Options("collector"));
        Assert.Equal(MqttVersion.V311, trial.Grant.Version);
        Assert.True(trial.KeptSession);
        Assert.Equal(trial.Sent, trial.Kept);
    }

    [NeedsFact(Mosquitto.Program)]
    public async Task A_broker_that_lets_us_not_in_is_told_in_one_sentence()
    {
        await using var broker = await Mosquitto.StartAsync("allow_anonymous false\n");
        var refused = await Assert.ThrowsAsync<LineUnavailableException>(() => TryAsync(broker.Options("collector")));
        Assert.Contains("refuses the session", refused.Message, StringComparison.Ordinal);
    }

    private static Task<BrokerTrial> TryAsync(MqttOptions options) => BrokerProbe.RunAsync(options, 2000, TimeProvider.System, CancellationToken.None);
}
