using System.Globalization;
using System.Text;
using AmrCollector.EndToEnd.Billing;
using AmrCollector.EndToEnd.Mqtt;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Lines.Mqtt;
using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.EndToEnd.Sinks;

/// <summary>A real broker, and a network to it that breaks.</summary>
public sealed class BrokerTests
{
    [NeedsFact("/bin/sh", Mosquitto.Program)]
    public async Task Every_entry_reaches_a_subscriber_of_its_meter_and_one_of_the_one_stream_although_the_network_is_cut_and_none_is_retained()
    {
        await using var broker = await Mosquitto.StartAsync($"allow_anonymous true\n{Mosquitto.Unlimited}");
        using var site = await SinkSite.CollectAsync(300);
        await using CuttingProxy network = new(broker.Port);
        await using var listener = await new Listener(broker.Options("billing")).OnAsync("amr/#", MqttQos.AtLeastOnce);
        await using var stream = await new Listener(broker.Options("stream")).OnAsync("ledger/#", MqttQos.AtLeastOnce);
        site.Site.Configure(new Dictionary<string, object>
        {
            ["brokers"] = new { main = new { url = string.Create(CultureInfo.InvariantCulture, $"mqtt://127.0.0.1:{network.Port}") } },
            ["sinks"] = (object[])[new { name = "bus", mqtt = "main", topic = "amr/{meter}/{item}" }, new { name = "all", mqtt = "main", topic = "ledger/entries" }],
        });
        await using (var service = site.Site.Start())
        {
            for (var cut = 0; cut < 5; cut++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(150), TimeProvider.System);
                network.Cut();
            }

            await service.AskUntilAsync("/metrics", metrics => metrics.Contains("amr_feed_lag_records{feed=\"bus\"} 0", StringComparison.Ordinal));
            await service.AskUntilAsync("/metrics", metrics => metrics.Contains("amr_feed_lag_records{feed=\"all\"} 0", StringComparison.Ordinal));
            await Patience.UntilAsync(() => Heard(stream, _ => "ledger/entries").Count == site.Ledger.Count, () => $"{Heard(stream, _ => "ledger/entries").Count} of {site.Ledger.Count} in one stream; {service.Said}");
            await Patience.UntilAsync(() => Heard(listener, OfMeter).Count == site.Ledger.Count, () => $"{Heard(listener, OfMeter).Count} of {site.Ledger.Count}; {service.Said}");
            await service.TerminateAsync();
            Assert.Equal(0, await service.EndAsync());
        }

        Assert.Equal(site.Ledger.ToDictionary(entry => entry.Id, entry => entry.Text), Heard(listener, OfMeter));
        Assert.Equal(site.Ledger.ToDictionary(entry => entry.Id, entry => entry.Text), Heard(stream, _ => "ledger/entries"));
        Assert.All(listener.Messages.Concat(stream.Messages), message => Assert.False(message.Retain));
        await using var late = await new Listener(broker.Options("late", isTransient: true)).OnAsync("amr/#", MqttQos.AtLeastOnce);
        await late.Client.PublishAsync("amr/end", "end"u8.ToArray(), MqttQos.AtLeastOnce);
        await late.HearsAsync(1);
        Assert.Equal("amr/end", late.Messages.Single().Topic);
    }

    private static string OfMeter(FeedEntry entry) => $"amr/{entry.Meter}/{entry.Item}";

    /// <summary>What came, once each; the topic must be the entry's.</summary>
    private static Dictionary<string, string> Heard(Listener listener, Func<FeedEntry, string> topic)
    {
        Dictionary<string, string> heard = new(StringComparer.Ordinal);
        foreach (var message in listener.Messages)
        {
            var text = Encoding.UTF8.GetString(message.Payload.Span);
            var entry = FeedEntry.Parse(text);
            Assert.Equal(topic(entry), message.Topic);
            Assert.Equal(text, heard.TryGetValue(entry.Id, out var before) ? before : text);
            heard[entry.Id] = text;
        }

        return heard;
    }
}
