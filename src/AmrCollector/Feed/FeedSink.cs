using System.Diagnostics;
using System.Security.Cryptography;
using AmrCollector.Events;
using AmrCollector.Ledger;
using AmrCollector.Telemetry;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AmrCollector.Feed;

/// <summary>
/// Delivers to one consumer, in order, each batch until it is taken: limits and id are stored before the first try and are the same on
/// every retry, so that a consumer that remembers ids books each entry once, whatever crashes.
/// </summary>
public sealed partial class FeedSink : IDisposable
{
    private readonly SinkOptions _options;
    private readonly ISinkTarget _target;
    private readonly IDeliverySource _source;
    private readonly SinkStore _store;
    private readonly IEventLog _events;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Func<double> _chance;
    private volatile SinkState _state;
    private int _failures;
    private volatile string? _trouble;

    /// <summary>Takes up where the sink stands; a new sink begins where the source says.</summary>
    /// <param name="options">Name and patience.</param>
    /// <param name="target">The consumer; disposed with the sink.</param>
    /// <param name="source">What is delivered.</param>
    /// <param name="store">Where cursors are; owned by the caller.</param>
    /// <param name="events">Told of trouble and its end.</param>
    /// <param name="time">For stamps and waits.</param>
    /// <param name="chance">0..1, for jitter.</param>
    /// <param name="log">For trouble.</param>
    public FeedSink(
        SinkOptions options, ISinkTarget target, IDeliverySource source, SinkStore store, IEventLog events,
        TimeProvider time, Func<double> chance, ILogger log)
    {
        (_options, _target, _source, _store, _events, _time, _chance, _log) = (options, target, source, store, events, time, chance, log);
        _state = store.State(options.Name, new(source.Beginning, new(0, ""), 0, 0, null));
    }

    /// <summary>Its name.</summary>
    public string Name => _options.Name;

    /// <summary>Delivers until cancelled. Neither trouble with the consumer nor with the disk ends it; while it is disabled it waits for a person.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var hasTakenUp = false;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var pass = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            try
            {
                if (!hasTakenUp) TakeUp();
                hasTakenUp = true;
                FollowOrder(pass);
                if (_state.Disabled is null) await DeliverNextAsync(pass.Token);
                else await Task.Delay(Timeout.InfiniteTimeSpan, _time, pass.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && pass.IsCancellationRequested)
            {
                continue; // a person moved the cursor
            }
            catch (Exception e) when (e is not OperationCanceledException and not OutOfMemoryException && e is not SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_CORRUPT })
            {
                var why = e is SqliteException failure ? $"the cursor cannot be stored: {failure.Sentence()}" : e.Message;
                await WaitAsync("", why, null, cancellationToken);
            }
            finally
            {
                EndPass();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _target.Dispose();

    // It may have been made while another of its name was still delivering; and a restored ledger may have fewer entries than the consumer was given, or others.
    private void TakeUp()
    {
        _state = _store.State(Name, _state);
        if (_source.Locate(_state.Cursor) is not { } gone) return;
        _log.SinkResumes(Name, gone.Resume.Sequence, gone.Why);
        _events.Add(new() { Kind = EventKind.SinkTrouble, Subject = Name, Severity = EventSeverity.Alarm, Sentence = gone.Why });
        Settle(_state with { Cursor = gone.Resume, Head = _source.HeadAt(gone.Resume.Sequence), Careful = 0 }, null);
    }

    private async Task DeliverNextAsync(CancellationToken cancellationToken)
    {
        DeliveryPage? whole = null;
        if (_store.Batch(Name) is not { } batch)
        {
            if (await NextAsync(cancellationToken) is not { } next) return;
            (batch, whole) = next;
            _store.Begin(Name, batch);
        }

        Delivery delivery = new(batch, _source, whole);
        await FollowAsync(await SendAsync(delivery, cancellationToken), delivery, cancellationToken);
    }

    private async Task<DeliveryDecision> SendAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        using var activity = Instruments.Source.StartActivity("amr.delivery", ActivityKind.Producer);
        var decision = await _target.DeliverAsync(delivery, cancellationToken);
        activity?.SetTag("feed", Name).SetTag("entries", delivery.Whole.Count).SetTag("outcome", decision.GetType().Name.ToLowerInvariant());
        return decision;
    }

    private Task FollowAsync(DeliveryDecision decision, Delivery delivery, CancellationToken cancellationToken)
    {
        switch (decision)
        {
            case DeliveryDecision.Taken taken:
                Take(delivery, taken.Remark);
                return Task.CompletedTask;
            case DeliveryDecision.Refused when delivery.Whole.Count > 1:
                Count(ref _batchesRefused);
                Settle(_state with { Careful = delivery.Batch.Last }, null);
                return Task.CompletedTask;
            case DeliveryDecision.Refused refused when _state.RefusedInRow < _options.MostRefusedInRow:
                Count(ref _batchesRefused);
                LeaveOut(delivery.Whole, refused.Why);
                return Task.CompletedTask;
            case DeliveryDecision.Refused refused:
                return WaitAsync(delivery.Batch.Id, $"{refused.Why}; it refused {_state.RefusedInRow} entries in a row, so nothing more is left out", null, cancellationToken);
            case DeliveryDecision.Disable disable:
                Disable(disable.Why);
                return Task.CompletedTask;
            default:
                var again = (DeliveryDecision.Again)decision;
                return WaitAsync(delivery.Batch.Id, again.Why, again.After, cancellationToken);
        }
    }

    private void Take(Delivery delivery, string? remark)
    {
        if (_failures > 0) _log.PushedAgain(Name, _failures);
        if (remark is not null) _log.TakenWithRemark(Name, delivery.Batch.Id, remark);
        var (end, count) = delivery.End();
        var careful = delivery.Batch.Last >= _state.Careful ? 0 : _state.Careful;
        Settle(_state with { Cursor = end.Next, Head = end.Head, Careful = careful, RefusedInRow = 0 }, null);
        (_failures, _trouble) = (0, null);
        _events.Add(EventDraft.AllClear(EventKind.SinkTrouble, Name, $"sink {Name}: deliveries are taken"));
        Interlocked.Add(ref _delivered, count);
        Count(ref _batchesTaken);
    }

    private void LeaveOut(DeliveryPage page, string why)
    {
        var (sequence, id) = page.First;
        _log.EntryRefused(Name, id, why);
        Settle(
            _state with { Cursor = page.Next, Head = page.Head, Careful = 0, RefusedInRow = _state.RefusedInRow + 1 },
            new(Name, sequence, id, why, _time.GetUtcNow()));
        _trouble = $"entry {id} was refused and left out: {why}";
        _events.Add(new() { Kind = EventKind.EntryRefused, Subject = Name, Severity = EventSeverity.Alarm, Sentence = $"sink {Name}: {_trouble}" });
        Interlocked.Increment(ref _refused);
    }

    private void Disable(string why)
    {
        Settle(_state with { Disabled = why }, null);
        _log.SinkDisabled(Name, why);
        _events.Add(EventDraft.Alarm(EventKind.SinkDisabled, Name, EventSeverity.Alarm, $"sink {Name} is disabled: {why}; 'amr feed resume --sink {Name}' goes on"));
    }

    private Task WaitAsync(string id, string why, TimeSpan? asked, CancellationToken cancellationToken)
    {
        var wait = _options.Retry.After(++_failures, _chance(), asked);
        _trouble = why;
        Count(ref _batchesFailed);
        _log.PushFailed(Name, id, why, _failures, wait);
        if (_failures > 1) _events.Add(EventDraft.Alarm(EventKind.SinkTrouble, Name, EventSeverity.Alarm, $"sink {Name}: {why}"));
        return Task.Delay(wait, _time, cancellationToken);
    }

    /// <summary>The next items that fit one batch; half of what is left while a refused one is searched for.</summary>
    private async Task<(PushBatch Batch, DeliveryPage? Whole)?> NextAsync(CancellationToken cancellationToken)
    {
        var after = _state.Cursor.Sequence;
        await _source.WaitBeyondAsync(after, cancellationToken);
        await GatherAsync(after, cancellationToken);
        var (limits, careful) = (_target.Limits, _state.Careful > after);
        var page = _source.Read(after, careful ? _state.Careful : long.MaxValue, Math.Min(limits.MostEntries, FeedQuery.MostEntries));
        if (page.Count == 0)
        {
            if (page.Last > after) Settle(_state with { Cursor = page.Next, Head = page.Head }, null); // nothing of what this sink wants
            return null;
        }

        if (careful) page = page.Cut((page.Count + 1) / 2);
        var madeAt = DateTimeOffset.FromUnixTimeMilliseconds(_time.GetUtcNow().ToUnixTimeMilliseconds()); // as it is stored
        if (limits.MostBytes is { } most) page = Fitting(page, most, madeAt);
        var last = careful || limits.MostBytes is not null ? page.Last : Reach(page, limits.MostEntries);
        PushBatch batch = new($"msg_{RandomNumberGenerator.GetHexString(24, lowercase: true)}", after, last, madeAt);
        return (batch, last == page.Last ? page : null);
    }

    /// <summary>Waits until a batch of a target that collects is full or due.</summary>
    private async Task GatherAsync(long after, CancellationToken cancellationToken)
    {
        if (_source.Oldest(after) is not { } oldest || _target.CloseAt(oldest) is not { } due) return;
        var left = due - _time.GetUtcNow();
        if (left <= TimeSpan.Zero || left > due - oldest) return; // before the oldest: the clock was put back, and nothing may wait for it to come again
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(_source.WaitBeyondAsync(after + _target.Limits.MostEntries - 1, over.Token), Task.Delay(left, _time, over.Token));
        await over.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>A batch larger than one page: as far as the source goes now, without reading it.</summary>
    private long Reach(DeliveryPage page, int most) => page is DeliveryPage.Readings
        ? Math.Max(page.Last, Math.Min(_state.Cursor.Sequence + most, _state.Cursor.Sequence + _source.Lag(_state.Cursor.Sequence)))
        : page.Last;

    private DeliveryPage Fitting(DeliveryPage page, int most, DateTimeOffset at)
    {
        while (page.Count > 1 && _target.SizeOf(page, at) is var size && size > most)
            page = page.Cut(Math.Max(1, Math.Min(page.Count - 1, (int)((long)page.Count * most / size))));
        return page;
    }

    private void Settle(SinkState state, RefusedEntry? refused)
    {
        _store.End(Name, state, refused);
        _state = state;
    }
}
