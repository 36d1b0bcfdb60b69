using System.Globalization;
using System.Text;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Lines.Mqtt;
using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.EndToEnd.Mqtt;

/// <summary>What our client must do with any broker.</summary>
internal static class ClientSuite
{
    /// <summary>A hundred messages of each quality of service, each once and in order; subscriber and publisher are one.</summary>
    public static async Task GoesBothWaysAsync(MqttOptions options)
    {
        await using var listener = await new Listener(options).OnAsync("a/#", MqttQos.ExactlyOnce);
        foreach (var qos in Enum.GetValues<MqttQos>())
            for (var i = 0; i < 100; i++) await listener.Client.PublishAsync($"a/{(byte)qos}", Text(i), qos);
        await listener.HearsAsync(300);
        foreach (var qos in Enum.GetValues<MqttQos>())
        {
            var ofQos = listener.Messages.Where(message => message.Qos == qos).Select(message => Encoding.UTF8.GetString(message.Payload.Span));
            Assert.Equal(Enumerable.Range(0, 100).Select(i => i.ToString(CultureInfo.InvariantCulture)), ofQos);
        }
    }

    /// <summary>What was not acknowledged, and what came while nobody was there, comes to the next of the same id, in order.</summary>
    public static async Task ComesAgainAsync(MqttOptions sending, MqttOptions receiving)
    {
        await using Listener sender = new(sending);
        sender.Client.Start();
        await using (var first = await new Listener(receiving, acknowledges: false).OnAsync("a", MqttQos.AtLeastOnce))
        {
            for (var i = 0; i < 10; i++) await sender.Client.PublishAsync("a", Text(i), MqttQos.AtLeastOnce);
            await first.HearsAsync(10);
            foreach (var message in first.Messages.Take(4)) message.Acknowledge();
        }

        await sender.Client.PublishAsync("a", Text(10), MqttQos.AtLeastOnce);
        await using var second = await new Listener(receiving).OnAsync("a", MqttQos.AtLeastOnce);
        await second.HearsAsync(7);
        Assert.Equal(["4", "5", "6", "7", "8", "9", "10"], second.Heard);
    }

    /// <summary>The broker publishes the will of one whose connection breaks, and not of one who says good-bye.</summary>
    public static async Task LeavesAWillAsync(Func<string, int, MqttOptions> through, int port)
    {
        await using var heir = await new Listener(through("heir", port)).OnAsync("status/#", MqttQos.AtLeastOnce);
        await using (Listener orderly = new(WithWill(through("orderly", port))))
        {
            orderly.Client.Start();
            await heir.HearsAsync(1); // its birth
        }

        await using SilentProxy proxy = new(port);
        await using Listener dying = new(WithWill(through("dying", proxy.Port)));
        dying.Client.Start();
        await heir.HearsAsync(2);
        proxy.Cut();
        await Patience.UntilAsync(() => heir.Heard.Contains("offline"), () => string.Join(",", heir.Heard));
        Assert.Equal(1, heir.Heard.Count(word => word == "offline"));
    }

    /// <summary>A connection on which nothing arrives any more, though it stands, is found by the keep-alive and made anew.</summary>
    public static async Task FindsSilenceAsync(Func<string, int, MqttOptions> through, int port)
    {
        await using SilentProxy proxy = new(port);
        await using var listener = await new Listener(WithKeepAlive(through("silent", proxy.Port), TimeSpan.FromSeconds(2))).OnAsync("a", MqttQos.AtLeastOnce);
        proxy.Swallows = true;
        await Patience.UntilAsync(() => !listener.Client.IsConnected, () => string.Join(" | ", listener.Told));
        Assert.Contains(listener.Told, told => told.Contains("does not answer any more", StringComparison.Ordinal));
        proxy.Swallows = false;
        await Patience.UntilAsync(() => listener.Client.IsConnected, () => string.Join(" | ", listener.Told));
        await using Listener sender = new(through("sender", port));
        sender.Client.Start();
        await sender.Client.PublishAsync("a", Text(1), MqttQos.AtLeastOnce);
        await listener.HearsAsync(1);
    }

    public static byte[] Text(int number) => Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    private static MqttOptions WithWill(MqttOptions options) => Copy(options, options.KeepAlive, isMortal: true);

    private static MqttOptions WithKeepAlive(MqttOptions options, TimeSpan keepAlive) => Copy(options, keepAlive, isMortal: false);

    private static MqttOptions Copy(MqttOptions options, TimeSpan keepAlive, bool isMortal) => new()
    {
        Host = options.Host,
        Port = options.Port,
        ClientId = options.ClientId,
        Version = options.Version,
        User = options.User,
        Password = options.Password,
        Tls = options.Tls,
        Authorities = options.Authorities,
        FirstRetry = options.FirstRetry,
        LongestRetry = options.LongestRetry,
        KeepAlive = keepAlive,
        Birth = isMortal ? new($"status/{options.ClientId}", "online"u8.ToArray(), MqttQos.AtMostOnce, Retain: false) : null,
        Will = isMortal ? new($"status/{options.ClientId}", "offline"u8.ToArray(), MqttQos.AtLeastOnce, Retain: false) : null,
    };
}
