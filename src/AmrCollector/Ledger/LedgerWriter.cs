using System.Threading.Channels;
using AmrCollector.Telemetry;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AmrCollector.Ledger;

/// <summary>
/// The one writer: takes the deliveries that wait, has them judged against all that is committed, stores the result in one
/// transaction, and only then tells each sender. A full queue makes senders wait; nothing is dropped.
/// </summary>
/// <typeparam name="TDelivery">What a stage before the ledger hands over.</typeparam>
/// <param name="ledger">The ledger; while the writer runs nobody else appends to it.</param>
/// <param name="judge">
/// Turns deliveries, in order, into drafts; runs on the writer's thread. It must be repeatable: it keeps nothing that a failure
/// would have to undo. When it throws, the deliveries are judged one by one and the guilty ones given back to their senders.
/// </param>
/// <param name="committed">Runs on the writer's thread after each commit, before the senders are told; its exception ends the writer.</param>
/// <param name="options">Bounds and waits.</param>
/// <param name="time">For waits.</param>
/// <param name="log">For trouble.</param>
public sealed class LedgerWriter<TDelivery>(
    SqliteLedger ledger,
    Func<IReadOnlyList<TDelivery>, IReadOnlyList<EntryDraft>> judge,
    Action<Commit> committed,
    LedgerWriterOptions options,
    TimeProvider time,
    ILogger log) : IAsyncDisposable
{
    private readonly Channel<Delivery<TDelivery>> _waiting = Channel.CreateBounded<Delivery<TDelivery>>(
        new BoundedChannelOptions(options.Queue) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly CancellationTokenSource _giveUp = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _trouble;
    private long _triesSince;
    private int _started;

    /// <summary>Why nothing can be stored at the moment, else null: not ready while it stands.</summary>
    public string? Trouble => _trouble;

    /// <summary>True when one attempt to judge or to store has taken longer than <paramref name="limit"/>: the disk or the writer hangs. Any thread.</summary>
    public bool IsStuck(TimeSpan limit) => Volatile.Read(ref _triesSince) is var since and not 0 && time.GetElapsedTime(since) > limit;

    /// <summary>
    /// Ends with the loop: faulted with a <see cref="LedgerException"/> when the ledger is corrupt, or with what
    /// <c>committed</c> threw; otherwise at <see cref="StopAsync"/>.
    /// </summary>
    public Task Completion => _ended.Task;

    /// <summary>Starts the loop on a thread of its own: SQLite blocks, and must not hold a pool thread. Once.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) != 0) throw new InvalidOperationException("The ledger writer runs already");
        new Thread(Run) { IsBackground = true, Name = "ledger writer" }.Start();
    }

    /// <summary>
    /// Completes when what comes of <paramref name="delivery"/> is on disk. Waits while the ledger is behind. Cancelled when the
    /// writer stops first; a cancelled wait does not call back a delivery that is queued already.
    /// </summary>
    public async Task StoreAsync(TDelivery delivery, CancellationToken cancellationToken)
    {
        var waiting = new Delivery<TDelivery>(delivery);
        try
        {
            await _waiting.Writer.WriteAsync(waiting, cancellationToken);
        }
        catch (ChannelClosedException e)
        {
            if (e.InnerException is LedgerException corrupt) throw new LedgerException(corrupt.Fault, corrupt.Message, corrupt);
            throw new OperationCanceledException("The ledger writer has stopped", e);
        }

        await waiting.Stored.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Takes no more and stores what is queued; what is not stored within <paramref name="limit"/> is cancelled. Nobody waits for ever.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        _waiting.Writer.TryComplete();
        if (Interlocked.Exchange(ref _started, 1) == 0) _ended.TrySetResult(); // never started: nothing will run
        if (!_ended.Task.IsCompleted)
        {
            using var late = new CancellationTokenSource(limit, time);
            await using (late.Token.Register(_giveUp.Cancel)) await _ended.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        while (_waiting.Reader.TryRead(out var left)) left.Stored.TrySetCanceled(CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
        _giveUp.Dispose();
    }

    private void Run()
    {
        List<Delivery<TDelivery>> batch = [];
        try
        {
            while (_waiting.Reader.WaitToReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult())
            {
                _giveUp.Token.ThrowIfCancellationRequested();
                while (batch.Count < options.MostPerCommit && _waiting.Reader.TryRead(out var next)) batch.Add(next);
                Store(batch);
                batch.Clear();
            }

            _ended.TrySetResult();
        }
        catch (OperationCanceledException)
        {
            foreach (var delivery in batch) delivery.Stored.TrySetCanceled(CancellationToken.None);
            _ended.TrySetResult();
        }
        catch (Exception e)
        {
            End(batch, e);
        }
    }

    private void End(List<Delivery<TDelivery>> batch, Exception cause)
    {
        var told = cause is SqliteException
            ? new LedgerException(
                LedgerFault.Corrupt,
                $"The ledger in {ledger.Folder} is damaged ({cause.Message}). Keep a copy of the folder, then restore the last backup with 'amr restore'.",
                cause)
            : cause;
        _trouble = told.Message;
        log.Ends(told.Message);
        _waiting.Writer.TryComplete(told);
        foreach (var delivery in batch) delivery.Stored.TrySetException(told);
        while (_waiting.Reader.TryRead(out var left)) left.Stored.TrySetException(told);
        _ended.TrySetException(told);
    }

    private void Store(List<Delivery<TDelivery>> batch)
    {
        if (TryJudge(batch, out var drafts))
        {
            Commit(batch, drafts);
            return;
        }

        foreach (var delivery in batch)
        {
            List<Delivery<TDelivery>> alone = [delivery];
            if (TryJudge(alone, out drafts)) Commit(alone, drafts);
        }
    }

    private bool TryJudge(List<Delivery<TDelivery>> batch, out IReadOnlyList<EntryDraft> drafts)
    {
        try
        {
            drafts = UntilDiskWorks(batch.Count, () => judge(batch.ConvertAll(delivery => delivery.Content)));
            return true;
        }
        catch (Exception e) when (e is not (SqliteException or OperationCanceledException))
        {
            drafts = [];
            if (batch.Count > 1) return false;
            log.NotJudged(e.Message);
            batch[0].Stored.TrySetException(e);
            return false;
        }
    }

    private void Commit(List<Delivery<TDelivery>> batch, IReadOnlyList<EntryDraft> drafts)
    {
        using var activity = Instruments.Source.StartActivity("amr.commit");
        activity?.SetTag("deliveries", batch.Count).SetTag("drafts", drafts.Count);
        var commit = UntilDiskWorks(drafts.Count, () => ledger.Append(drafts));
        foreach (var (draft, reason) in commit.Quarantined)
            log.Quarantined(draft.Meter.Id.ToString(), draft.Item.ToString(), draft.Instant, reason);
        committed(commit);
        foreach (var delivery in batch) delivery.Stored.TrySetResult();
    }

    /// <summary>Repeats <paramref name="act"/> through a full or failing disk; only a corrupt file or the end of the writer gets out.</summary>
    private T UntilDiskWorks<T>(int count, Func<T> act)
    {
        var wait = options.FirstRetry;
        for (var tries = 0; ; tries++)
        {
            try
            {
                Volatile.Write(ref _triesSince, time.GetTimestamp());
                var done = act();
                if (tries > 0) log.WritesAgain(tries);
                _trouble = null;
                return done;
            }
            catch (SqliteException e) when (!e.IsCorrupt())
            {
                _trouble = $"The ledger cannot be written: {e.Sentence()}";
                log.CannotWrite(count, e.Sentence(), wait);
            }
            finally
            {
                Volatile.Write(ref _triesSince, 0);
            }

            Task.Delay(wait, time, _giveUp.Token).GetAwaiter().GetResult();
            wait = wait * 2 < options.LongestRetry ? wait * 2 : options.LongestRetry;
        }
    }
}
