using AmrCollector.Feed;
using AmrCollector.Feed.Files;
using AmrCollector.Feed.Influx;
using AmrCollector.Feed.Mqtt;
using AmrCollector.Feed.Webhooks;
using AmrCollector.Ledger;
using AmrCollector.Service.Configuration;
using Microsoft.Extensions.Logging;

namespace AmrCollector.Service;

/// <summary>The pull feed and the sinks of one collection.</summary>
internal sealed class FeedPushes : IAsyncDisposable
{
    private const string EventsOf = "/events";

    private readonly Collection _collection;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LedgerReader _pulled;
    private readonly SinkStore? _store;
    private readonly List<LedgerReader> _readers = [];
    private readonly List<FeedSink> _sinks = [];
    private List<Task> _running = [];

    public FeedPushes(Collection collection, IReadOnlyList<SinkSettings> sinks, TimeProvider time, ILoggerFactory logs)
    {
        (_collection, _time, _logger) = (collection, time, logs.CreateLogger<FeedPushes>());
        _pulled = collection.Ledger.OpenReader();
        Feed = new(_pulled, collection.Ledger.Signal, time);
        if (sinks.Count == 0) return;
        _store = SinkStore.Open(collection.Ledger.Folder);
        foreach (var settings in sinks) Add(settings, _store);
    }

    /// <summary>What `/v1/readings` reads.</summary>
    public FeedReader Feed { get; }

    /// <summary>The ledger for questions of the API.</summary>
    public LedgerReader Ledger => _pulled;

    /// <summary>Begins to deliver, until <paramref name="stopping"/>.</summary>
    public void Start(CancellationToken stopping) => _running = _sinks.ConvertAll(sink => Task.Run(() => DeliverAsync(sink, stopping), CancellationToken.None));

    /// <summary>How far each sink has come.</summary>
    public IReadOnlyList<FeedSinkReport> Report() => _sinks.ConvertAll(sink => sink.Report());

    /// <summary>The sink called <paramref name="name"/>; a webhook's events are "NAME/events". Null when there is none.</summary>
    public FeedSink? Find(string name) => _sinks.Find(sink => sink.Name == name);

    /// <summary>What a sink was refused, oldest first.</summary>
    public IReadOnlyList<RefusedEntry> Refused(string name, int limit) => _store?.Refused(name, limit) ?? [];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_running);
        foreach (var sink in _sinks) sink.Dispose();
        foreach (var reader in _readers) reader.Dispose();
        _store?.Dispose();
        _pulled.Dispose();
    }

    private void Add(SinkSettings settings, SinkStore store)
    {
        switch (settings)
        {
            case SinkSettings.Webhook webhook:
                if (webhook.Readings) Add(webhook.Name, new WebhookTarget(webhook.Options, webhook.Secrets, _time), Entries(), store);
                if (webhook.Events.Count > 0)
                    Add(webhook.Name + EventsOf, new WebhookTarget(webhook.Options, webhook.Secrets, _time), new EventSource(_collection.Events, webhook.Events), store);
                break;
            case SinkSettings.Influx influx:
                Add(influx.Name, new InfluxTarget(influx.Options, _time), Entries(), store);
                break;
            case SinkSettings.Files files:
                Add(files.Name, new FileTarget(files.Options), Entries(), store);
                break;
            case SinkSettings.Mqtt mqtt when _collection.Brokers.Find(mqtt.Options.Broker) is { } client:
                Add(mqtt.Name, new MqttTarget(mqtt.Options, client, _time), Entries(), store);
                break;
        }
    }

    private void Add(string name, ISinkTarget target, IDeliverySource source, SinkStore store) =>
        _sinks.Add(new(new() { Name = name }, target, source, store, _collection.Events, _time, Random.Shared.NextDouble, _logger));

    private EntrySource Entries()
    {
        var reader = _collection.Ledger.OpenReader();
        _readers.Add(reader);
        return new(reader, _collection.Ledger.Signal, _time);
    }

    private async Task DeliverAsync(FeedSink sink, CancellationToken stopping)
    {
        try
        {
            await sink.RunAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The end that was asked for; the batch in hand is tried again under the same id.
        }
        catch (Exception e)
        {
            _logger.PushEnded(e, sink.Name, e.Message); // the cursors are damaged: collecting goes on, nothing is lost
        }
    }
}
