using AmrCollector.Ledger;
using Microsoft.Extensions.Logging.Abstractions;

namespace AmrCollector.Tests.Ledger;

public sealed class LedgerWriterTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private readonly TempLedger _temp = new();
    private readonly List<Entry> _committed = [];

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task A_thousand_concurrent_senders_are_told_only_what_is_stored()
    {
        await using var writer = Writer(deliveries => deliveries);
        writer.Start();
        var sends = Enumerable.Range(0, 1000).Select(i => Task.Run(() => writer.StoreAsync(Drafts.Freeze($"m{i}", 0), CancellationToken.None))).ToList();
        await Task.WhenAll(sends).WaitAsync(Long);

        Assert.Equal(1000, _temp.Ledger.Head.Sequence);
        var stored = _temp.Reader().ReadAfter(0, 2000, EntryFilter.All).Entries.Select(entry => entry.Draft.Meter.Id.Value).ToHashSet();
        Assert.Equal(1000, stored.Count);
        Assert.Equal(1000, _committed.Count);
        await writer.StopAsync(Long);
    }

    [Fact]
    public async Task Stop_stores_what_is_queued_and_cancels_the_rest_and_nobody_waits_for_ever()
    {
        await using var writer = Writer(deliveries => deliveries);
        writer.Start();
        var sends = Enumerable.Range(0, 200).Select(i => writer.StoreAsync(Drafts.Freeze($"m{i}", 0), CancellationToken.None)).ToList();
        await writer.StopAsync(Long);
        await Task.WhenAll(sends).WaitAsync(Long).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Assert.Equal(sends.Count(send => send.IsCompletedSuccessfully), _temp.Ledger.Head.Sequence);
        await Assert.ThrowsAsync<OperationCanceledException>(() => writer.StoreAsync(Drafts.Freeze("late", 0), CancellationToken.None));
    }

    [Fact]
    public async Task A_writer_that_never_started_cancels_its_senders()
    {
        await using var writer = Writer(deliveries => deliveries);
        var send = writer.StoreAsync(Drafts.Freeze("a", 0), CancellationToken.None);
        await writer.StopAsync(Long);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => send.WaitAsync(Long));
    }

    [Fact]
    public async Task A_full_queue_makes_senders_wait_and_drops_nothing()
    {
        using var gate = new ManualResetEventSlim();
        await using var writer = Writer(
            deliveries =>
            {
                gate.Wait();
                return deliveries;
            },
            new() { Queue = 2, MostPerCommit = 1 });
        writer.Start();
        var sends = Enumerable.Range(0, 20).Select(i => writer.StoreAsync(Drafts.Freeze("a", i), CancellationToken.None)).ToList();
        Assert.DoesNotContain(sends, send => send.IsCompleted);
        gate.Set();
        await Task.WhenAll(sends).WaitAsync(Long);
        Assert.Equal(20, _temp.Ledger.Head.Sequence);
    }

    [Fact]
    public async Task A_full_disk_is_waited_out_with_the_batch_kept()
    {
        _temp.Ledger.MostPages = 1; // SQLite keeps the pages it has and answers SQLITE_FULL for one more
        await using var writer = Writer(deliveries => deliveries, new() { FirstRetry = TimeSpan.FromMilliseconds(5), LongestRetry = TimeSpan.FromMilliseconds(20) });
        writer.Start();
        var sends = Enumerable.Range(0, 300).Select(i => writer.StoreAsync(Drafts.Freeze("a", i), CancellationToken.None)).ToList();
        var deadline = TimeProvider.System.GetTimestamp();
        while (writer.Trouble is null && TimeProvider.System.GetElapsedTime(deadline) < Long) await Task.Yield();
        Assert.Contains("full", writer.Trouble);
        Assert.Contains(sends, send => !send.IsCompleted);

        await Task.Run(() => _temp.Ledger.MostPages = 100_000_000);
        await Task.WhenAll(sends).WaitAsync(Long);
        Assert.Null(writer.Trouble);
        Assert.Equal(300, _temp.Reader().ReadAfter(0, 1000, EntryFilter.All).Entries.Select(entry => entry.Draft.Instant).Distinct().Count());
    }

    [Fact]
    public async Task Stop_during_a_full_disk_cancels_what_could_not_be_stored()
    {
        _temp.Ledger.MostPages = 1;
        await using var writer = Writer(deliveries => deliveries);
        writer.Start();
        var sends = Enumerable.Range(0, 300).Select(i => writer.StoreAsync(Drafts.Freeze("a", i), CancellationToken.None)).ToList();
        await writer.StopAsync(TimeSpan.FromMilliseconds(50));
        await Task.WhenAll(sends).WaitAsync(Long).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Assert.Contains(sends, send => send.IsCanceled);
        Assert.Equal(_temp.Ledger.Head, _temp.Reader().Head());
    }

    [Fact]
    public async Task A_delivery_that_cannot_be_judged_goes_back_to_its_sender_alone()
    {
        await using var writer = Writer(deliveries =>
            deliveries.Any(draft => draft.Meter.Id.Value == "bad") ? throw new InvalidOperationException("no rule for it") : deliveries);
        var good = writer.StoreAsync(Drafts.Freeze("good", 0), CancellationToken.None);
        var bad = writer.StoreAsync(Drafts.Freeze("bad", 0), CancellationToken.None);
        var after = writer.StoreAsync(Drafts.Freeze("after", 0), CancellationToken.None);
        writer.Start();
        await Task.WhenAll(good, after).WaitAsync(Long);
        await Assert.ThrowsAsync<InvalidOperationException>(() => bad.WaitAsync(Long));
        Assert.Equal(2, _temp.Ledger.Head.Sequence);
    }

    [Fact]
    public async Task A_judge_that_cannot_read_the_disk_is_asked_again()
    {
        var tries = 0;
        await using var writer = Writer(
            deliveries => ++tries < 3 ? throw new Microsoft.Data.Sqlite.SqliteException("disk I/O error", 10) : deliveries,
            new() { FirstRetry = TimeSpan.FromMilliseconds(1) });
        writer.Start();
        await writer.StoreAsync(Drafts.Freeze("a", 0), CancellationToken.None).WaitAsync(Long);
        Assert.Equal((3, 1L, null), (tries, _temp.Ledger.Head.Sequence, writer.Trouble));
    }

    [Fact]
    public async Task A_corrupt_ledger_ends_the_writer_and_tells_everyone()
    {
        await using var writer = Writer(_ => throw new Microsoft.Data.Sqlite.SqliteException("database disk image is malformed", 11));
        var send = writer.StoreAsync(Drafts.Freeze("a", 0), CancellationToken.None);
        writer.Start();
        Assert.Equal(LedgerFault.Corrupt, (await Assert.ThrowsAsync<LedgerException>(() => send.WaitAsync(Long))).Fault);
        await Assert.ThrowsAsync<LedgerException>(() => writer.Completion.WaitAsync(Long));
        await Assert.ThrowsAsync<LedgerException>(() => writer.StoreAsync(Drafts.Freeze("b", 0), CancellationToken.None));
        Assert.Contains("amr restore", writer.Trouble);
    }

    private LedgerWriter<EntryDraft> Writer(
        Func<IReadOnlyList<EntryDraft>, IReadOnlyList<EntryDraft>> judge, LedgerWriterOptions? options = null) =>
        new(_temp.Ledger, judge, commit => _committed.AddRange(commit.Entries), options ?? new(), TimeProvider.System, NullLogger.Instance);
}
