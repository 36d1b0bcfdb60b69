using AmrCollector.Events;
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
        foreach (var settings in sinks) Add(settings, _sinks);
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
            ClearAlarmsOfWhatIsGone();
            foreach (var sink in _sinks) sink.Start(stopping);
        }
    }

    /// <summary>
    /// Makes what <paramref name="sinks"/> has and is not delivered to yet, or is among the <paramref name="ending"/>: nothing of it runs before
    /// <see cref="GoOverAsync"/>. Whatever it throws, nothing was made.
    /// </summary>
    public IReadOnlyList<RunningSink> Prepare(IReadOnlyList<SinkSettings> sinks, IReadOnlySet<string> ending)
    {
        HashSet<string> staying;
        lock (_turn) staying = [.. _sinks.Select(sink => sink.Settings).Where(name => !ending.Contains(name))];
        List<RunningSink> made = [];
        try
        {
            foreach (var settings in sinks.Where(settings => !staying.Contains(settings.Name))) Add(settings, made);
            return made;
        }
        catch
        {
            made.ForEach(sink => sink.Abandon());
            throw;
        }
    }

    /// <summary>Ends the sinks called <paramref name="ending"/>, and delivers to those that were prepared; the others go on untouched.</summary>
    public async Task GoOverAsync(IReadOnlyList<RunningSink> prepared, IReadOnlySet<string> ending)
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
            _sinks.AddRange(prepared);
            if (!_isStarted) return;
            ClearAlarmsOfWhatIsGone();
            foreach (var sink in prepared) sink.Start(_stopping);
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

    // Nobody would ever clear them.
    private void ClearAlarmsOfWhatIsGone()
    {
        foreach (var alarm in _collection.Events.Standing())
        {
            if (alarm.Kind is EventKind.SinkTrouble or EventKind.SinkDisabled && _sinks.TrueForAll(sink => sink.Sink.Name != alarm.Subject))
                _collection.Events.Add(EventDraft.AllClear(alarm.Kind, alarm.Subject, $"sink '{alarm.Subject}' is no longer configured"));
        }
    }

    private void Add(SinkSettings settings, List<RunningSink> to)
    {
        switch (settings)
        {
            case SinkSettings.Webhook webhook:
                if (webhook.Readings) to.Add(Make(webhook.Name, webhook.Name, new WebhookTarget(webhook.Options, webhook.Secrets, _time)));
                if (webhook.Events.Count > 0)
                    to.Add(Make(webhook.Name, webhook.Name + EventsOf, new WebhookTarget(webhook.Options, webhook.Secrets, _time), new EventSource(_collection.Events, webhook.Events), null));
                break;
            case SinkSettings.Influx influx:
                to.Add(Make(influx.Name, influx.Name, new InfluxTarget(influx.Options, _time)));
                break;
            case SinkSettings.Files files:
                to.Add(Make(files.Name, files.Name, new FileTarget(files.Options)));
                break;
            case SinkSettings.Mqtt mqtt:
                var client = _collection.Brokers.Find(mqtt.Options.Broker) ?? throw new InvalidOperationException($"there is no broker '{mqtt.Options.Broker}' for sink '{mqtt.Name}'");
                to.Add(Make(mqtt.Name, mqtt.Name, new MqttTarget(mqtt.Options, client, _time)));
                break;
        }
    }

    private RunningSink Make(string settings, string name, ISinkTarget target)
    {
        var reader = _collection.Ledger.OpenReader();
        return Make(settings, name, target, new EntrySource(reader, _collection.Ledger.Signal, _time), reader);
    }

    private RunningSink Make(string settings, string name, ISinkTarget target, IDeliverySource source, LedgerReader? reader)
    {
        try
        {
            return new(settings, new(new() { Name = name }, target, source, _store, _collection.Events, _time, Random.Shared.NextDouble, _logger), reader, _logger);
        }
        catch
        {
            target.Dispose();
            reader?.Dispose();
            throw;
        }
    }
}
