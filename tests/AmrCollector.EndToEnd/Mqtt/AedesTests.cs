using AmrCollector.EndToEnd.Support;
using AmrCollector.Lines.Mqtt;
using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.EndToEnd.Mqtt;

/// <summary>Our client with a second broker, plain and through TLS. Where no version is asked for it must find out that there is no MQTT 5.</summary>
public sealed class AedesTests
{
    private const string Program = "aedes";

    [NeedsNodeFact(Program)]
    public async Task Every_quality_of_service_goes_both_ways_and_the_version_is_found_out()
    {
        await using var broker = await Aedes.StartAsync();
        await ClientSuite.GoesBothWaysAsync(broker.Options("fixed", MqttVersion.V311));
        await ClientSuite.GoesBothWaysAsync(broker.Options("found-out"));
    }

    [NeedsNodeFact(Program)]
    public async Task Every_quality_of_service_goes_both_ways_through_tls_with_user_and_password()
    {
        await using var broker = await Aedes.StartAsync(tls: true, "collector", "geheim");
        await ClientSuite.GoesBothWaysAsync(broker.Options("both", user: "collector", password: "geheim"));
        await using Listener stranger = new(broker.Options("stranger", MqttVersion.V311, user: "collector", password: "falsch"));
        stranger.Client.Start();
        await Patience.UntilAsync(() => stranger.Told.Count > 0, () => "nothing told");
        Assert.Contains("refuses the session: user name or password is wrong", stranger.Told[0], StringComparison.Ordinal);
        using Certificates others = new("others");
        await using Listener deceived = new(Believing(others, broker.Options("deceived")));
        deceived.Client.Start();
        await Patience.UntilAsync(() => deceived.Told.Count > 0, () => "nothing told");
        Assert.Contains("no TLS with 127.0.0.1", Assert.Single(deceived.Told), StringComparison.Ordinal);
    }

    [NeedsNodeFact(Program)]
    public async Task What_was_not_acknowledged_comes_again_to_the_next_of_the_same_id()
    {
        await using var broker = await Aedes.StartAsync();
        await ClientSuite.ComesAgainAsync(broker.Options("sender", isTransient: true), broker.Options("collector"));
    }

    [NeedsNodeFact(Program)]
    public async Task The_will_is_published_when_the_connection_breaks()
    {
        await using var broker = await Aedes.StartAsync();
        await ClientSuite.LeavesAWillAsync(Through, broker.Port);
    }

    [NeedsNodeFact(Program)]
    public async Task A_connection_that_fell_silent_is_found_and_made_anew()
    {
        await using var broker = await Aedes.StartAsync();
        await ClientSuite.FindsSilenceAsync(Through, broker.Port);
    }

    private static MqttOptions Through(string clientId, int port) => new()
    {
        Host = "127.0.0.1",
        Port = port,
        ClientId = clientId,
        FirstRetry = TimeSpan.FromMilliseconds(50),
        LongestRetry = TimeSpan.FromMilliseconds(500),
    };

    private static MqttOptions Believing(Certificates authority, MqttOptions options) => new()
    {
        Host = options.Host,
        Port = options.Port,
        ClientId = options.ClientId,
        Tls = true,
        Authorities = [authority.Authority],
    };
}
