using AmrCollector.Feed;
using AmrCollector.Ledger;
using Microsoft.Extensions.Logging;

namespace AmrCollector.Service;

/// <summary>A sink that is delivered to, until it is disposed or the collector ends.</summary>
/// <param name="settings">Name of the settings it is of.</param>
/// <param name="sink">The sink; disposed with this.</param>
/// <param name="reader">What it reads by, when it is its own.</param>
/// <param name="logger">Told when it ends by a fault.</param>
internal sealed class RunningSink(string settings, FeedSink sink, LedgerReader? reader, ILogger logger) : IAsyncDisposable
{
    private CancellationTokenSource? _stop;
    private Task _running = Task.CompletedTask;

    /// <summary>Name of the settings it is of: a webhook's two sinks share one.</summary>
    public string Settings => settings;

    /// <summary>The sink.</summary>
    public FeedSink Sink => sink;

    /// <summary>Begins to deliver, until <paramref name="stopping"/> at most.</summary>
    public void Start(CancellationToken stopping)
    {
        var stop = _stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _running = Task.Run(() => DeliverAsync(stop.Token), CancellationToken.None);
    }

    /// <summary>Lets go of one that was never started.</summary>
    public void Abandon()
    {
        sink.Dispose();
        reader?.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_stop is { } stop) await stop.CancelAsync();
        await _running;
        _stop?.Dispose();
        sink.Dispose();
        reader?.Dispose();
    }

    private async Task DeliverAsync(CancellationToken stopping)
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
            logger.PushEnded(e, sink.Name, e.Message); // the cursors are damaged: collecting goes on, nothing is lost
        }
    }
}
