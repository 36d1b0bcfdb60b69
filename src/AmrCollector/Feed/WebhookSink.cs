using System.Buffers;
using System.Security.Cryptography;
using AmrCollector.Ledger;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AmrCollector.Feed;

/// <summary>
/// Pushes the feed to one consumer, in order, each batch until it is taken: limits and id are stored before the first try and are the
/// same on every retry, so that a consumer that remembers ids books each entry once, whatever crashes.
/// </summary>
public sealed class WebhookSink : IDisposable
{
    private readonly WebhookOptions _options;
    private readonly FeedReader _feed;
    private readonly LedgerReader _ledger;
    private readonly CommitSignal _signal;
    private readonly SinkStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Func<double> _chance;
    private readonly WebhookPost _post;
    private volatile SinkState _state;
    private int _failures;
    private long _delivered;
    private long _refused;
    private volatile string? _trouble;

    /// <summary>Takes up where the sink stands; a new sink begins with the first entry of the ledger.</summary>
    /// <param name="options">The consumer.</param>
    /// <param name="secrets">What pushes are signed with.</param>
    /// <param name="ledger">Where the entries are; owned by the caller.</param>
    /// <param name="signal">Told after each commit.</param>
    /// <param name="store">Where cursors are; owned by the caller.</param>
    /// <param name="time">For stamps, timeouts and waits.</param>
    /// <param name="chance">0..1, for jitter.</param>
    /// <param name="log">For trouble.</param>
    public WebhookSink(
        WebhookOptions options, WebhookSecrets secrets, LedgerReader ledger, CommitSignal signal, SinkStore store,
        TimeProvider time, Func<double> chance, ILogger log)
    {
        (_options, _ledger, _signal, _store, _time, _chance, _log) = (options, ledger, signal, store, time, chance, log);
        _feed = new(ledger, signal, time);
        _post = new(options, secrets, time);
        var beginning = new FeedCursor(ledger.Id, ledger.Epochs().TagOf(0), 0);
        _state = store.State(options.Name, new(beginning, new(0, ""), 0, 0, null));
    }

    /// <summary>The sink now; any thread.</summary>
    public WebhookReport Report() => new(
        _options.Name, _state.Cursor.Sequence, Volatile.Read(ref _delivered), Volatile.Read(ref _refused), Volatile.Read(ref _failures),
        _state.Disabled ?? _trouble, _state.Disabled is not null);

    /// <summary>Pushes until cancelled or disabled. Trouble with the consumer or the disk never ends it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Reconcile();
        while (_state.Disabled is null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await PushNextAsync(cancellationToken);
            }
            catch (SqliteException e) when (!e.IsCorrupt())
            {
                var wait = _options.Retry.After(++_failures, _chance(), null);
                _trouble = $"the cursor cannot be stored: {e.Sentence()}";
                _log.CursorNotStored(_options.Name, e.Sentence(), wait);
                await Task.Delay(wait, _time, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _post.Dispose();

    // A restored ledger may have fewer entries than the consumer was given, or others.
    private void Reconcile()
    {
        if (_feed.Locate(_state.Cursor) is not { } gone) return;
        var sequence = gone.Resume.Sequence;
        _log.SinkResumes(_options.Name, sequence, gone.Why);
        Settle(_state with { Cursor = gone.Resume, Head = _ledger.At(sequence) ?? new(sequence, ""), Careful = 0 }, null);
    }

    private async Task PushNextAsync(CancellationToken cancellationToken)
    {
        if (_store.Batch(_options.Name) is not { } batch)
        {
            await _signal.WaitBeyondAsync(_state.Cursor.Sequence, cancellationToken);
            batch = Next();
            _store.Begin(_options.Name, batch);
        }

        var page = _feed.Read(batch.After, new() { Limit = (int)batch.Count });
        var body = new ArrayBufferWriter<byte>(64 * 1024);
        FeedJson.WritePush(body, page, batch.MadeAt);
        await FollowAsync(await _post.SendAsync(batch.Id, body.WrittenMemory, cancellationToken), batch, page, cancellationToken);
    }

    private Task FollowAsync(DeliveryDecision decision, PushBatch batch, FeedPage page, CancellationToken cancellationToken)
    {
        switch (decision)
        {
            case DeliveryDecision.Taken:
                Take(batch, page);
                return Task.CompletedTask;
            case DeliveryDecision.Refused refused when batch.Count > 1:
                Settle(_state with { Careful = batch.Last }, null);
                return Task.CompletedTask;
            case DeliveryDecision.Refused refused when _state.RefusedInRow < _options.MostRefusedInRow:
                LeaveOut(page, refused.Why);
                return Task.CompletedTask;
            case DeliveryDecision.Refused refused:
                return WaitAsync(batch, $"{refused.Why}; it refused {_state.RefusedInRow} entries in a row, so nothing more is left out", null, cancellationToken);
            case DeliveryDecision.Disable disable:
                Settle(_state with { Disabled = disable.Why }, null);
                _log.SinkDisabled(_options.Name, disable.Why);
                return Task.CompletedTask;
            default:
                var again = (DeliveryDecision.Again)decision;
                return WaitAsync(batch, again.Why, again.After, cancellationToken);
        }
    }

    private void Take(PushBatch batch, FeedPage page)
    {
        if (_failures > 0) _log.PushedAgain(_options.Name, _failures);
        Settle(_state with { Cursor = page.Next, Head = page.Head, Careful = batch.Last >= _state.Careful ? 0 : _state.Careful, RefusedInRow = 0 }, null);
        (_failures, _trouble) = (0, null);
        Interlocked.Add(ref _delivered, batch.Count);
    }

    private void LeaveOut(FeedPage page, string why)
    {
        var entry = page.Entries[0];
        _log.EntryRefused(_options.Name, entry.Id, why);
        Settle(
            _state with { Cursor = page.Next, Head = page.Head, Careful = 0, RefusedInRow = _state.RefusedInRow + 1 },
            new(_options.Name, entry.Sequence, entry.Id, why, _time.GetUtcNow()));
        _trouble = $"entry {entry.Id} was refused and left out: {why}";
        Interlocked.Increment(ref _refused);
    }

    private Task WaitAsync(PushBatch batch, string why, TimeSpan? asked, CancellationToken cancellationToken)
    {
        var wait = _options.Retry.After(++_failures, _chance(), asked);
        _trouble = why;
        _log.PushFailed(_options.Name, batch.Id, why, _failures, wait);
        return Task.Delay(wait, _time, cancellationToken);
    }

    /// <summary>The next entries that fit one push; half of what is left while a refused entry is searched for.</summary>
    private PushBatch Next()
    {
        var after = _state.Cursor.Sequence;
        var most = _state.Careful > after ? (int)((_state.Careful - after + 1) / 2) : _options.MostEntries;
        var page = _feed.Read(after, new() { Limit = Math.Min(most, _options.MostEntries) });
        var count = page.Entries.Count;
        var body = new ArrayBufferWriter<byte>(64 * 1024);
        while (count > 1)
        {
            body.ResetWrittenCount();
            FeedJson.WritePush(body, page with { Entries = [.. page.Entries.Take(count)] }, _time.GetUtcNow());
            if (body.WrittenCount <= _options.MostBytes) break;
            count = Math.Max(1, Math.Min(count - 1, (int)((long)count * _options.MostBytes / body.WrittenCount)));
        }

        return new($"msg_{RandomNumberGenerator.GetHexString(24, lowercase: true)}", after, after + count, _time.GetUtcNow());
    }

    private void Settle(SinkState state, RefusedEntry? refused)
    {
        _store.End(_options.Name, state, refused);
        _state = state;
    }
}
