using System.Globalization;
using System.Text;
using System.Text.Json;
using AmrCollector.EndToEnd.Mqtt;
using AmrCollector.EndToEnd.Sinks;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.EndToEnd.Survive;

/// <summary>Everybody a collector delivers to, real ones: a broker with a subscriber, an InfluxDB and a webhook. They go and come back together.</summary>
internal sealed class Outsiders : IAsyncDisposable
{
    private readonly OnDisk _database;
    private readonly SignedConsumer _billing;
    private readonly Listener _subscriber;

    private Outsiders(Mosquitto broker, OnDisk database, SignedConsumer billing, Listener subscriber) =>
        (Broker, _database, _billing, _subscriber) = (broker, database, billing, subscriber);

    /// <summary>Names of the sinks, as <see cref="Sections"/> has them.</summary>
    public static IReadOnlyList<string> Sinks { get; } = ["billing", "history", "bus"];

    /// <summary>The broker.</summary>
    public Mosquitto Broker { get; }

    /// <summary>What pushes are signed with.</summary>
    public string Secret => _billing.Secret;

    public static async Task<Outsiders> StartAsync()
    {
        var broker = await Mosquitto.StartAsync($"allow_anonymous true\n{Mosquitto.Unlimited}");
        var subscriber = await new Listener(broker.Options("billing")).OnAsync("amr/#", MqttQos.AtLeastOnce);
        return new(broker, await OnDisk.InfluxAsync(), await SignedConsumer.StartAsync(), subscriber);
    }

    /// <summary>What collector.json says of them.</summary>
    public (string Name, object Value)[] Sections() =>
    [
        ("brokers", new { main = new { url = string.Create(CultureInfo.InvariantCulture, $"mqtt://127.0.0.1:{Broker.Port}"), clientId = "amr-test" } }),
        ("reports", ReportingGateway.Mapping),
        ("sinks", (object[])
        [
            new { name = "billing", webhook = _billing.Url.ToString(), secretFile = "billing.secret" },
            new { name = "history", influx = _database.Url, database = "amr" },
            new { name = "bus", mqtt = "main", topic = "amr/{meter}/{item}" },
        ]),
    ];

    /// <summary>
    /// All go: the database is killed, the webhook's port is closed, the broker is ended in order, for what it has acknowledged and not yet on its disk would be
    /// its own loss and not ours.
    /// </summary>
    public async Task GoAsync()
    {
        await _billing.LeaveAsync();
        await _database.KillAsync();
        await Broker.StopAsync();
    }

    /// <summary>All come back, with what they had.</summary>
    public async Task ReturnAsync()
    {
        _database.Return();
        await _database.AskAsync("/ping");
        await Broker.ReturnAsync();
        await _billing.ReturnAsync();
    }

    /// <summary>Each has every entry of <paramref name="ledger"/>, once in effect and nothing else.</summary>
    public async Task HaveAllAsync(IReadOnlyList<FeedEntry> ledger)
    {
        Assert.Empty(_billing.Faults);
        Assert.Equal(ledger.Select(entry => entry.Text), _billing.Taken.DistinctBy(entry => entry.Id).OrderBy(entry => entry.Sequence).Select(entry => entry.Text));

        var byId = ledger.ToDictionary(entry => entry.Id, entry => entry.Text);
        await Patience.UntilAsync(() => _subscriber.Messages.Count >= byId.Count && Heard().Count >= byId.Count, () => $"{Heard().Count} of {byId.Count} heard");
        Assert.Equal(byId, Heard());

        using var answer = JsonDocument.Parse(await _database.AskAsync("/query?db=amr&epoch=ms&q=SELECT+value,entry,meter,item,source+FROM+reading"));
        var points = answer.RootElement.GetProperty("results")[0].GetProperty("series")[0].GetProperty("values").EnumerateArray();
        var inForce = ledger.GroupBy(entry => entry.Key).Select(revisions => revisions.MaxBy(entry => entry.Revision)!);
        Assert.Equal(
            inForce.Select(entry => (entry.Instant.ToUnixTimeMilliseconds(), entry.Value!.Value, entry.Id)).Order(),
            points.Select(point => (point[0].GetInt64(), point[1].GetDecimal(), point[2].GetString()!)).Order());
    }

    public async ValueTask DisposeAsync()
    {
        await _subscriber.DisposeAsync();
        await _billing.DisposeAsync();
        await _database.DisposeAsync();
        await Broker.DisposeAsync();
    }

    /// <summary>What the subscriber heard, by the entry's id; a repeat must say the same.</summary>
    private Dictionary<string, string> Heard()
    {
        Dictionary<string, string> heard = new(StringComparer.Ordinal);
        foreach (var message in _subscriber.Messages)
        {
            var text = Encoding.UTF8.GetString(message.Payload.Span);
            var entry = FeedEntry.Parse(text);
            Assert.Equal($"amr/{entry.Meter}/{entry.Item}", message.Topic);
            Assert.Equal(text, heard.TryGetValue(entry.Id, out var before) ? before : text);
            heard[entry.Id] = text;
        }

        return heard;
    }
}
