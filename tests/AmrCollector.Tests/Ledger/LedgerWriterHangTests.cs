using AmrCollector.Ledger;
using AmrCollector.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace AmrCollector.Tests.Ledger;

/// <summary>Whoever watches the process must see a writer that hangs, and only that one.</summary>
public sealed class LedgerWriterHangTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly TempLedger _temp = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task One_try_that_takes_longer_than_the_limit_is_a_hang_until_it_comes_back_and_idleness_is_none()
    {
        using ManualResetEventSlim gate = new(), reached = new();
        await using LedgerWriter<EntryDraft> writer = new(
            _temp.Ledger,
            deliveries =>
            {
                reached.Set();
                gate.Wait();
                return deliveries;
            },
            _ => { }, new LedgerWriterOptions(), _time, NullLogger.Instance);
        writer.Start();
        _time.Advance(10 * Limit);
        Assert.False(writer.IsStuck(Limit));

        var send = writer.StoreAsync(Drafts.Freeze("m1", 0), CancellationToken.None);
        Assert.True(reached.Wait(TimeSpan.FromMinutes(2)));
        _time.Advance(Limit);
        Assert.False(writer.IsStuck(Limit));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(writer.IsStuck(Limit));
        gate.Set();
        await send.WaitAsync(TimeSpan.FromMinutes(2));
        await Eventually.HoldsAsync(() => !writer.IsStuck(Limit), "the writer has come around");
        await writer.StopAsync(TimeSpan.FromSeconds(60));
    }
}
