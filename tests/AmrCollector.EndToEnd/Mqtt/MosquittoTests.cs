using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Lines.Mqtt;
using AmrCollector.Protocol.Mqtt;
using Xunit.Abstractions;

namespace AmrCollector.EndToEnd.Mqtt;

/// <summary>The MQTT client against mosquitto.</summary>
public sealed class MosquittoTests(ITestOutputHelper output)
{
    private const string Open = "allow_anonymous true\n";

    [NeedsFact(Mosquitto.Program)]
    public async Task Every_quality_of_service_goes_both_ways_in_both_versions()
    {
        await using var broker = await Mosquitto.StartAsync(Open + Mosquitto.Unlimited);
        await ClientSuite.GoesBothWaysAsync(broker.Options("old", MqttVersion.V311));
        await ClientSuite.GoesBothWaysAsync(broker.Options("new", MqttVersion.V5));
    }

    [NeedsFact(Mosquitto.Program)]
    public async Task The_will_is_published_when_the_connection_breaks()
    {
        await using var broker = await Mosquitto.StartAsync(Open + Mosquitto.Unlimited);
        await ClientSuite.LeavesAWillAsync(Through, broker.Port);
    }

    [NeedsFact(Mosquitto.Program)]
    public async Task A_connection_that_fell_silent_is_found_and_made_anew()
    {
        await using var broker = await Mosquitto.StartAsync(Open + Mosquitto.Unlimited);
        await ClientSuite.FindsSilenceAsync(Through, broker.Port);
    }

    [NeedsFact(Mosquitto.Program)]
    public async Task What_waits_for_a_session_survives_a_restart_of_the_broker_in_either_version()
    {
        foreach (var version in Enum.GetValues<MqttVersion>())
        {
            await using var broker = await Mosquitto.StartAsync(Open + Mosquitto.Unlimited);
            await (await new Listener(broker.Options("collector", version)).OnAsync("a", MqttQos.AtLeastOnce)).DisposeAsync();
            await using (Listener sender = new(broker.Options("sender", isTransient: true)))
            {
                sender.Client.Start();
                for (var i = 0; i < 50; i++) await sender.Client.PublishAsync("a", Text(i), MqttQos.AtLeastOnce);
            }

            await broker.StopAsync();
            await broker.ReturnAsync();
            await using var collector = await new Listener(broker.Options("collector", version)).OnAsync("a", MqttQos.AtLeastOnce);
            await collector.HearsAsync(50);
            Assert.Equal(Enumerable.Range(0, 50).Select(i => $"{i}"), collector.Heard);
        }
    }

    [NeedsFact(Mosquitto.Program)]
    public async Task No_more_than_the_receive_maximum_is_in_hand_at_a_time()
    {
        await using var broker = await Mosquitto.StartAsync(Open + Mosquitto.Unlimited);
        await using var collector = await new Listener(new() { Host = "127.0.0.1", Port = broker.Port, ClientId = "few", ReceiveMaximum = 5 }, acknowledges: false).OnAsync("a", MqttQos.ExactlyOnce);
        await using Listener sender = new(broker.Options("sender", isTransient: true));
        sender.Client.Start();
        for (var i = 0; i < 20; i++) await sender.Client.PublishAsync("a", Text(i), i % 2 == 0 ? MqttQos.AtLeastOnce : MqttQos.ExactlyOnce);
        for (var done = 0; done < 20; done++)
        {
            await collector.HearsAsync(done + 1);
            Assert.InRange(collector.Messages.Count, done + 1, done + 5);
            collector.Messages[done].Acknowledge();
        }

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}"), collector.Heard);
    }

    [NeedsFact(Mosquitto.Program)]
    public async Task What_was_not_acknowledged_comes_again_to_the_next_of_the_same_id()
    {
        await using var broker = await Mosquitto.StartAsync(Open + Mosquitto.Unlimited);
        await using Listener sender = new(broker.Options("sender", isTransient: true));
        sender.Client.Start();
        await using (var first = await new Listener(broker.Options("collector"), acknowledges: false).OnAsync("a", MqttQos.ExactlyOnce))
        {
            for (var i = 0; i < 10; i++) await sender.Client.PublishAsync("a", Text(i), i % 2 == 0 ? MqttQos.AtLeastOnce : MqttQos.ExactlyOnce);
            await first.HearsAsync(10);
            foreach (var message in first.Messages.Take(4)) message.Acknowledge();
            await first.Client.PublishAsync("b", Text(0), MqttQos.AtLeastOnce); // answered only after the acknowledgements ahead of it were taken
        }

        await sender.Client.PublishAsync("a", Text(10), MqttQos.AtLeastOnce);
        await using var second = await new Listener(broker.Options("collector")).OnAsync("a", MqttQos.ExactlyOnce);
        await second.HearsAsync(7);
        Assert.Equal(["4", "5", "6", "7", "8", "9", "10"], second.Heard);
        Assert.All(second.Messages.SkipLast(1), message => Assert.True(message.Duplicate));
    }

    [NeedsFact(Mosquitto.Program)]
    public async Task A_broker_that_dies_and_returns_is_found_again_and_nothing_under_way_is_lost()
    {
        await using var broker = await Mosquitto.StartAsync(Open + Mosquitto.Unlimited);
        await using var listener = await new Listener(broker.Options("collector")).OnAsync("a", MqttQos.AtLeastOnce);
        await using Listener sender = new(broker.Options("sender"));
        sender.Client.Start();
        await sender.Client.PublishAsync("a", Text(0), MqttQos.AtLeastOnce);
        await broker.KillAsync();
        var publishing = sender.Client.PublishAsync("a", Text(1), MqttQos.AtLeastOnce);
        await broker.ReturnAsync();
        await publishing;
        await Patience.UntilAsync(() => listener.Client.IsConnected, () => string.Join(" | ", listener.Told));
        await sender.Client.PublishAsync("a", Text(2), MqttQos.AtLeastOnce);
        await Patience.UntilAsync(() => listener.Heard.Contains("2"), () => string.Join(",", listener.Heard));
    }

    [NeedsFact(Mosquitto.Program)]
    public async Task Tls_believes_the_authority_it_was_given_and_no_other_and_shows_its_own_certificate()
    {
        using Certificates ours = new("ours");
        using Certificates strangers = new("strangers");
        var (certificate, key) = ours.Sign("broker");
        await using var broker = await Mosquitto.StartAsync(
            "allow_anonymous true\ncafile {folder}/ca.pem\ncertfile {folder}/broker.pem\nkeyfile {folder}/broker.key\nrequire_certificate true\n",
            ("ca.pem", ours.AuthorityPem), ("broker.pem", certificate), ("broker.key", key));
        var (mine, myKey) = ours.Sign("collector");
        using var own = X509Certificate2.CreateFromPem(mine, myKey);
        await using (var listener = await new Listener(Tls(broker, ours.Authority, own)).OnAsync("a", MqttQos.AtLeastOnce))
        {
            await listener.Client.PublishAsync("a", Text(1), MqttQos.AtLeastOnce);
            await listener.HearsAsync(1);
        }

        await using (Listener deceived = new(Tls(broker, strangers.Authority, own)))
        {
            deceived.Client.Start();
            await Patience.UntilAsync(() => deceived.Told.Count > 0, () => "nothing told");
            Assert.Contains("no TLS with 127.0.0.1", Assert.Single(deceived.Told), StringComparison.Ordinal);
        }

        await using Listener nobody = new(Tls(broker, ours.Authority, own: null));
        nobody.Client.Start();
        await Patience.UntilAsync(() => nobody.Told.Count > 0, () => "nothing told");
        Assert.False(nobody.Client.IsConnected);
    }

    [NeedsFact(Mosquitto.Program, "mosquitto_passwd")]
    public async Task A_wrong_password_is_told_and_the_right_one_is_let_in()
    {
        using TempFolder folder = new();
        var file = Path.Combine(folder.Path, "users");
        var (exit, output) = await Command.RunAsync("mosquitto_passwd", "-b", "-c", file, "collector", "geheim");
        Assert.True(exit == 0, output);
        await using var broker = await Mosquitto.StartAsync("allow_anonymous false\npassword_file {folder}/users\n", ("users", await File.ReadAllTextAsync(file)));
        await using Listener stranger = new(As(broker, "falsch"));
        stranger.Client.Start();
        await Patience.UntilAsync(() => stranger.Told.Count > 0, () => "nothing told");
        Assert.Contains("refuses the session", stranger.Told[0], StringComparison.Ordinal);
        Assert.DoesNotContain("falsch", string.Concat(stranger.Told), StringComparison.Ordinal);
        await using var known = await new Listener(As(broker, "geheim")).OnAsync("a", MqttQos.AtLeastOnce);
        Assert.True(known.Client.IsConnected);
    }

    [NeedsFact(Mosquitto.Program)]
    public async Task Shared_subscriptions_divide_the_messages_and_a_dead_collector_keeps_its_share_until_it_returns()
    {
        await using var broker = await Mosquitto.StartAsync(Open + Mosquitto.Unlimited);
        await using Listener sender = new(broker.Options("sender", isTransient: true));
        sender.Client.Start();
        await using var one = await new Listener(broker.Options("one")).OnAsync("$share/collectors/a/+", MqttQos.AtLeastOnce);
        var two = await new Listener(broker.Options("two"), acknowledges: false).OnAsync("$share/collectors/a/+", MqttQos.AtLeastOnce);
        for (var i = 0; i < 40; i++) await sender.Client.PublishAsync($"a/{i}", Text(i), MqttQos.AtLeastOnce);
        await Patience.UntilAsync(() => one.Messages.Count + two.Messages.Count == 40, () => $"{one.Messages.Count} + {two.Messages.Count}");
        Assert.InRange(one.Messages.Count, 1, 39);
        var unacknowledged = two.Heard;
        await two.DisposeAsync();
        await using var again = await new Listener(broker.Options("two")).OnAsync("$share/collectors/a/+", MqttQos.AtLeastOnce);
        await again.HearsAsync(unacknowledged.Count);
        Assert.Equal(unacknowledged, again.Heard);
        Assert.Equal(40, one.Heard.Concat(again.Heard).Distinct().Count());
    }

    [NeedsFact(Mosquitto.Program)]
    public async Task The_share_of_a_collector_that_never_returns_is_kept_for_it_and_goes_to_nobody_until_its_session_ends()
    {
        foreach (var version in Enum.GetValues<MqttVersion>())
        {
            await using var broker = await Mosquitto.StartAsync(Open + Mosquitto.Unlimited);
            await using Listener sender = new(broker.Options("sender", isTransient: true));
            sender.Client.Start();
            await using var one = await new Listener(broker.Options("one", version)).OnAsync("$share/collectors/a/+", MqttQos.AtLeastOnce);
            var two = await new Listener(broker.Options("two", version), acknowledges: false).OnAsync("$share/collectors/a/+", MqttQos.AtLeastOnce);
            for (var i = 0; i < 40; i++) await sender.Client.PublishAsync($"a/{i}", Text(i), MqttQos.AtLeastOnce);
            await Patience.UntilAsync(() => one.Messages.Count + two.Messages.Count == 40, () => $"{one.Messages.Count} + {two.Messages.Count}");
            var inHand = two.Heard;
            await two.DisposeAsync();
            for (var i = 40; i < 80; i++) await sender.Client.PublishAsync($"a/{i}", Text(i), MqttQos.AtLeastOnce);
            await sender.Client.PublishAsync("a/last", Text(80), MqttQos.AtLeastOnce);
            var before = one.Messages.Count;
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            output.WriteLine($"MQTT {version}: the dead one had {inHand.Count} in hand; of 41 published after its death the living one got {before - (40 - inHand.Count)}");
            Assert.Empty(one.Heard.Intersect(inHand));
            await using var again = await new Listener(broker.Options("two", version)).OnAsync("$share/collectors/a/+", MqttQos.AtLeastOnce);
            await Patience.UntilAsync(() => one.Heard.Concat(again.Heard).Distinct().Count() == 81, () => $"{one.Messages.Count} + {again.Messages.Count}");
            Assert.Equal(inHand, again.Heard.Take(inHand.Count));
        }
    }

    [NeedsFact(Mosquitto.Program)]
    public async Task A_broker_left_at_its_defaults_drops_for_a_slow_collector_and_one_set_as_the_readme_says_does_not()
    {
        Assert.InRange(await KeptAsync(Open), 1, 1999);
        Assert.Equal(2000, await KeptAsync(Open + Mosquitto.Unlimited));
    }

    private static async Task<int> KeptAsync(string settings)
    {
        await using var broker = await Mosquitto.StartAsync(settings);
        await (await new Listener(broker.Options("collector")).OnAsync("a", MqttQos.AtLeastOnce)).DisposeAsync();
        await using Listener sender = new(broker.Options("sender", isTransient: true));
        sender.Client.Start();
        await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => sender.Client.PublishAsync("a", Text(i), MqttQos.AtLeastOnce)));
        await sender.Client.PublishAsync("b", Text(0), MqttQos.AtLeastOnce, retain: true);
        await using Listener collector = new(broker.Options("collector"));
        collector.Client.Subscribe("b", MqttQos.AtLeastOnce, message => message.Acknowledge()); // what was kept comes before
        await collector.OnAsync("a", MqttQos.AtLeastOnce);
        var count = -1;
        await Patience.UntilAsync(
            async () =>
            {
                var before = count;
                await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
                return (count = collector.Messages.Count) == before && count > 0;
            },
            () => $"{collector.Messages.Count}");
        return count;
    }

    private static MqttOptions Through(string clientId, int port) => new()
    {
        Host = "127.0.0.1",
        Port = port,
        ClientId = clientId,
        FirstRetry = TimeSpan.FromMilliseconds(50),
        LongestRetry = TimeSpan.FromMilliseconds(500),
    };

    private static MqttOptions Tls(Mosquitto broker, X509Certificate2 authority, X509Certificate2? own) => new()
    {
        Host = "127.0.0.1",
        Port = broker.Port,
        ClientId = "tls",
        Tls = true,
        Authorities = [authority],
        Certificate = own,
    };

    private static MqttOptions As(Mosquitto broker, string password) => new()
    {
        Host = "127.0.0.1",
        Port = broker.Port,
        ClientId = "user",
        User = "collector",
        Password = password,
    };

    private static byte[] Text(int number) => ClientSuite.Text(number);
}
