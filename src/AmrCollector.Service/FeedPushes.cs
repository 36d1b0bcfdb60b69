using AmrCollector.Feed;
using AmrCollector.Ledger;
using AmrCollector.Service.Configuration;
using AmrCollector.Service.Web;
using Microsoft.Extensions.Logging;

namespace AmrCollector.Service;

/// <summary>The pull feed and the signed pushes of one ledger.</summary>
internal sealed class FeedPushes : IAsyncDisposable
{
    private readonly SqliteLedger _ledger;
    private readonly LedgerReader _pulled;
    private readonly SinkStore? _store;
    private readonly List<(WebhookSettings Settings, LedgerReader Reader, WebhookSink Sink)> _sinks = [];
    private readonly ILogger _logger;
    private List<Task> _running = [];

    public FeedPushes(SqliteLedger ledger, IReadOnlyList<WebhookSettings> webhooks, TimeProvider time, ILoggerFactory logs)
    {
        (_ledger, _logger) = (ledger, logs.CreateLogger<FeedPushes>());
        _pulled = ledger.OpenReader();
        Feed = new(_pulled, ledger.Signal, time);
        if (webhooks.Count == 0) return;
        _store = SinkStore.Open(ledger.Folder);
        foreach (var settings in webhooks)
        {
            var reader = ledger.OpenReader();
            WebhookOptions options = new() { Name = settings.Name, Url = settings.Url };
            _sinks.Add((settings, reader, new(options, settings.Secrets, reader, ledger.Signal, _store, time, Random.Shared.NextDouble, _logger)));
        }
    }

    /// <summary>What `/v1/readings` reads.</summary>
    public FeedReader Feed { get; }

    /// <summary>The ledger for questions of the API.</summary>
    public LedgerReader Ledger => _pulled;

    /// <summary>Begins to push, until <paramref name="stopping"/>.</summary>
    public void Start(CancellationToken stopping) => _running = _sinks.ConvertAll(sink => PushAsync(sink.Sink, sink.Settings.Name, stopping));

    /// <summary>How far each push has come.</summary>
    public IReadOnlyList<SinkReport> Report()
    {
        var head = _ledger.Head.Sequence;
        return _sinks.ConvertAll(sink => Report(sink.Settings, sink.Sink.Report(), head));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_running);
        foreach (var (_, reader, sink) in _sinks)
        {
            sink.Dispose();
            reader.Dispose();
        }

        _store?.Dispose();
        _pulled.Dispose();
    }

    private static SinkReport Report(WebhookSettings settings, WebhookReport report, long head) =>
        new(settings.Name, settings.Url.ToString(), Math.Max(0, head - report.Sequence), report.Trouble);

    private async Task PushAsync(WebhookSink sink, string name, CancellationToken stopping)
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
            _logger.PushEnded(e, name, e.Message); // collecting goes on: the consumer's cursor is durable, nothing is lost
        }
    }
}
