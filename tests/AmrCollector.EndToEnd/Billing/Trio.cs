using AmrCollector.EndToEnd.Support;

namespace AmrCollector.EndToEnd.Billing;

/// <summary>The collector and its two consumers, each killed and started again on its own.</summary>
internal sealed class Trio(TestSite site, string[] pushed, string[] pulling) : IAsyncDisposable
{
    private ServiceProcess? _service = site.Start();
    private ConsumerProcess _pushed = ConsumerProcess.Start(pushed);
    private ConsumerProcess _pulling = ConsumerProcess.Start(pulling);

    /// <summary>The consumers' books.</summary>
    public IReadOnlyList<string> BookFiles { get; } = [pushed[1], pulling[1]];

    /// <summary>What the consumers wrote in these lives.</summary>
    public string Said => $"pushed: {_pushed.Said} pulling: {_pulling.Said}";

    /// <summary>Kills one of them as a power cut would, some time after it has done something in this life, and starts it again.</summary>
    public async Task KillOneAsync(int which, TimeSpan later)
    {
        var consumer = which == 1 ? _pushed : _pulling;
        if (which == 0) await _service!.AskUntilAsync("/readyz", answer => answer.Contains("ready", StringComparison.Ordinal));
        else await Patience.UntilAsync(() => consumer.HasBooked, () => $"{_service!.Said} {Said}");
        await Task.Delay(later, TimeProvider.System);
        if (which == 0)
        {
            _service!.Kill();
            await _service.DisposeAsync();
            _service = site.Start();
            return;
        }

        await consumer.DisposeAsync();
        if (which == 1) _pushed = ConsumerProcess.Start(pushed);
        else _pulling = ConsumerProcess.Start(pulling);
    }

    /// <summary>Ends the collector in good order; the consumers stay.</summary>
    public async Task EndServiceAsync()
    {
        await _service!.AskUntilAsync("/readyz", answer => answer.Contains("ready", StringComparison.Ordinal));
        await _service.TerminateAsync();
        await _service.EndAsync();
        await _service.DisposeAsync();
        _service = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null) await _service.DisposeAsync();
        await _pushed.DisposeAsync();
        await _pulling.DisposeAsync();
    }
}
