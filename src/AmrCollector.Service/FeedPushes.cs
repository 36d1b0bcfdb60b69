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
    private readonly Lock _turn = new();
    private readonly SinkStore _store;
    private readonly List<RunningSink> _sinks = [];
    private CancellationToken _stopping;
    private bool _isStarted;

    public FeedPushes(Collection collection, IReadOnlyList<SinkSettings> sinks, TimeProvider time, ILoggerFactory logs)
    {
        (_collection, _time, _logger) = (collection, time, logs.CreateLogger<FeedPushes>());
        _pulled = collection.Ledger.OpenReader();
        Feed = new(_pulled, collection.Ledger.Signal, time);
        _store = SinkStore.Open(collection.Ledger.Folder);
        foreach (var settings in sinks) Add(settings);
    }

    /// <summary>What `/v1/readings` reads.</summary>
    public FeedReader Feed { get; }

    /// <summary>The ledger for questions of the API.</summary>
    public LedgerReader Ledger => _pulled;

    /// <summary>Begins to deliver, until <paramref name="stopping"/>.</summary>
    public void Start(CancellationToken stopping)
    {
        lock (_turn)
        {
            (_stopping, _isStarted) = (stopping, true);
            foreach (var sink in _sinks) sink.Start(stopping);
        }
    }

    /// <summary>Ends the sinks called <paramref name="ending"/>, and delivers to those of <paramref name="sinks"/> that are not there; the others go on untouched.</summary>
    public async Task ReloadAsync(IReadOnlyList<SinkSettings> sinks, IReadOnlySet<string> ending)
    {
        List<RunningSink> gone;
        lock (_turn)
        {
            gone = _sinks.FindAll(sink => ending.Contains(sink.Settings));
            _sinks.RemoveAll(gone.Contains);
        }

        foreach (var sink in gone) await sink.DisposeAsync();
        lock (_turn)
        {
            foreach (var settings in sinks.Where(settings => _sinks.TrueForAll(sink => sink.Settings != settings.Name)).ToList()) Add(settings);
        }
    }

    /// <summary>How far each sink has come.</summary>
    public IReadOnlyList<FeedSinkReport> Report()
    {
        lock (_turn) return _sinks.ConvertAll(sink => sink.Sink.Report());
    }

    /// <summary>The sink called <paramref name="name"/>; a webhook's events are "NAME/events". Null when there is none.</summary>
    public FeedSink? Find(string name)
    {
        lock (_turn) return _sinks.Find(sink => sink.Sink.Name == name)?.Sink;
    }

    /// <summary>What a sink was refused, oldest first.</summary>
    public IReadOnlyList<RefusedEntry> Refused(string name, int limit) => _store.Refused(name, limit);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        List<RunningSink> all;
        lock (_turn) all = [.. _sinks];
        foreach (var sink in all) await sink.DisposeAsync();
        _store.Dispose();
        _pulled.Dispose();
    }

    private void Add(SinkSettings settings)
    {
        switch (settings)
        {
            case SinkSettings.Webhook webhook:
                if (webhook.Readings) Add(webhook.Name, webhook.Name, new WebhookTarget(webhook.Options, webhook.Secrets, _time));
                if (webhook.Events.Count > 0)
                    Add(webhook.Name, webhook.Name + EventsOf, new WebhookTarget(webhook.Options, webhook.Secrets, _time), new EventSource(_collection.Events, webhook.Events));
                break;
            case SinkSettings.Influx influx:
                Add(influx.Name, influx.Name, new InfluxTarget(influx.Options, _time));
                break;
            case SinkSettings.Files files:
                Add(files.Name, files.Name, new FileTarget(files.Options));
                break;
            case SinkSettings.Mqtt mqtt when _collection.Brokers.Find(mqtt.Options.Broker) is { } client:
                Add(mqtt.Name, mqtt.Name, new MqttTarget(mqtt.Options, client, _time));
                break;
        }
    }

    private void Add(string settings, string name, ISinkTarget target)
    {
        var reader = _collection.Ledger.OpenReader();
        Add(settings, name, target, new EntrySource(reader, _collection.Ledger.Signal, _time), reader);
    }

    private void Add(string settings, string name, ISinkTarget target, IDeliverySource source, LedgerReader? reader = null)
    {
        RunningSink sink = new(settings, new(new() { Name = name }, target, source, _store, _collection.Events, _time, Random.Shared.NextDouble, _logger), reader, _logger);
        _sinks.Add(sink);
        if (_isStarted) sink.Start(_stopping);
    }
}
