using AmrCollector.Service.Lifetime.Windows;
using AmrCollector.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace AmrCollector.Tests.Service.Lifetime;

public sealed class HangWatchTests
{
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
    private readonly TaskCompletionSource<string> _ended = new();
    private volatile string? _stuck;
    private volatile int _looked;

    [Fact]
    public async Task What_hangs_for_two_minutes_ends_the_process()
    {
        using CancellationTokenSource stop = new();
        var watching = Watch(stop.Token);
        _stuck = "the poller of riser-1 hangs";
        for (var passed = 0; passed < 200 && !watching.IsCompleted; passed += 20) await PassAsync();

        Assert.Equal("the poller of riser-1 hangs", await _ended.Task.WaitAsync(TimeSpan.FromMinutes(2)));
        await watching;
    }

    [Fact]
    public async Task What_comes_around_in_time_does_not()
    {
        using CancellationTokenSource stop = new();
        var watching = Watch(stop.Token);
        for (var round = 0; round < 5; round++)
        {
            _stuck = "the ledger's writer hangs";
            for (var passed = 0; passed < 80; passed += 20) await PassAsync();
            _stuck = null;
            await PassAsync();
        }

        Assert.False(_ended.Task.IsCompleted);
        await stop.CancelAsync();
        await watching;
    }

    private Task Watch(CancellationToken stopping) => new HangWatch(Look, why => _ended.TrySetResult(why), _time, NullLogger.Instance).RunAsync(stopping);

    private string? Look()
    {
        Interlocked.Increment(ref _looked);
        return _stuck;
    }

    private async Task PassAsync()
    {
        var before = _looked;
        _time.Advance(TimeSpan.FromSeconds(20));
        await Eventually.HoldsAsync(() => _looked > before, "a look");
    }
}
