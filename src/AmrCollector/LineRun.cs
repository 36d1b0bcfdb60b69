namespace AmrCollector;

/// <summary>A line that is polled: how it is asked to stop, how it is ended at once, and its end.</summary>
internal sealed class LineRun(CancellationTokenSource stop, CancellationTokenSource abort, Task ended) : IDisposable
{
    /// <summary>Completes when it is polled no more.</summary>
    public Task Ended { get; } = ended;

    /// <summary>Lets it finish the exchange in hand, at most for <paramref name="limit"/>, and waits for its end.</summary>
    public async Task StopAsync(TimeSpan limit, TimeProvider time)
    {
        await stop.CancelAsync();
        await Task.WhenAny(Ended, Task.Delay(limit, time, CancellationToken.None));
        await abort.CancelAsync();
        await Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // how it ended is told by who supervises it
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stop.Dispose();
        abort.Dispose();
    }
}
