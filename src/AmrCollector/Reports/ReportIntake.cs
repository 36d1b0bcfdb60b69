using System.Collections.Frozen;
using System.Threading.Channels;
using AmrCollector.Lines.Mqtt;
using AmrCollector.Metering;
using AmrCollector.Polling;
using AmrCollector.Protocol.Mqtt;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AmrCollector.Reports;

/// <summary>
/// Takes reports from the brokers. A message is acknowledged only when its readings are committed, or its dead letter is: the
/// broker keeps it until then, and a process that dies in between gets it again.
/// </summary>
public sealed class ReportIntake : IDisposable
{
    private const int MostInBatch = 2048;
    private const int MostBatches = 8;
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private const int MostWaiting = 64 * ushort.MaxValue;

    private readonly IReadOnlyDictionary<MeterId, Meter> _meters;
    private readonly MqttBrokers _brokers;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Broker, string Filter), MqttSubscription?> _heard = [];
    private volatile FrozenDictionary<string, ReportReader> _readers = FrozenDictionary<string, ReportReader>.Empty;
    private bool _isRunning;
    private readonly Func<IReadOnlyList<ReadingBlock>, CancellationToken, Task> _store;
    private readonly DeadLetterStore _letters;
    private readonly RefusalLines _lines;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Func<bool> _knowsDay;
    private readonly Channel<(string Broker, MqttMessage Message)> _arrived;
    private readonly SemaphoreSlim _underWay = new(MostBatches, MostBatches);
    private readonly SemaphoreSlim _atLetters = new(1, 1);
    private long _count;
    private long _stored;
    private long _refused;

    /// <summary>An intake that listens when it runs.</summary>
    /// <param name="rules">What becomes of which message.</param>
    /// <param name="meters">The meter list.</param>
    /// <param name="brokers">Where messages come from.</param>
    /// <param name="store">Completes when all blocks are committed; fails for all when one cannot be judged, cancelled when nothing is committed any more.</param>
    /// <param name="letters">Where the others go; disposed with this.</param>
    /// <param name="time">For arrival times and waits.</param>
    /// <param name="logger">For refusals.</param>
    /// <param name="knowsDay">False: <paramref name="time"/> may be of another day, and the times of reports are not to be refused by it. What comes waits with its broker.</param>
    public ReportIntake(
        IReadOnlyList<ReportRule> rules, IReadOnlyDictionary<MeterId, Meter> meters, MqttBrokers brokers,
        Func<IReadOnlyList<ReadingBlock>, CancellationToken, Task> store, DeadLetterStore letters, TimeProvider time, ILogger logger, Func<bool>? knowsDay = null)
    {
        _knowsDay = knowsDay ?? (() => true);
        (_store, _letters, _time, _logger, _meters, _brokers) = (store, letters, time, logger, meters, brokers);
        _lines = new(time, logger);
        // Room for all that the clients may have in hand: a message that is handed over always fits.
        _arrived = Channel.CreateBounded<(string, MqttMessage)>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
        Follow(rules);
    }

    /// <summary>
    /// Goes over to <paramref name="rules"/> between two batches. A topic that was listened for and still is goes on without a gap; one that is new is asked for
    /// before one that is gone is let go. Any thread.
    /// </summary>
    public void Follow(IReadOnlyList<ReportRule> rules)
    {
        lock (_gate)
        {
            // A broker that no rule is for any more may still have messages under way: they become dead letters, which say so.
            var brokers = rules.Select(rule => rule.Broker).Concat(_readers.Keys).Distinct(StringComparer.Ordinal);
            _readers = brokers.ToFrozenDictionary(broker => broker, broker => new ReportReader(broker, [.. rules.Where(rule => rule.Broker == broker)], _meters), StringComparer.Ordinal);
            var wanted = rules.Select(rule => (rule.Broker, rule.Topic.Filter)).ToHashSet();
            foreach (var one in wanted) _heard.TryAdd(one, null);
            Listen();
            foreach (var one in _heard.Keys.Where(one => !wanted.Contains(one)).ToList())
                if (_heard.Remove(one, out var subscription)) subscription?.Dispose();
        }
    }

    /// <summary>Since the start.</summary>
    public ReportReport Report() => new(Interlocked.Read(ref _count), Interlocked.Read(ref _stored), Interlocked.Read(ref _refused));

    /// <summary>Takes reports until <paramref name="stopping"/>; what is under way is finished, what waits stays with the broker.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        lock (_gate)
        {
            _isRunning = true;
            foreach (var broker in _heard.Keys.Select(one => one.Broker).Distinct(StringComparer.Ordinal).ToList()) _brokers.Find(broker)?.Start();
        }

        List<(string, MqttMessage)> batch = [];
        try
        {
            while (await _arrived.Reader.WaitToReadAsync(stopping))
            {
                while (!_knowsDay()) await Task.Delay(LookAgain, _time, stopping);
                await _underWay.WaitAsync(stopping);
                while (batch.Count < MostInBatch && _arrived.Reader.TryRead(out var next)) batch.Add(next);
                _ = SettleAsync([.. batch], stopping);
                batch.Clear();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            for (var ended = 0; ended < MostBatches; ended++) await _underWay.WaitAsync(CancellationToken.None);
            _underWay.Release(MostBatches);
        }
        // The subscriptions are not left: the broker keeps what comes while we are away.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _letters.Dispose();
        _underWay.Dispose();
        _atLetters.Dispose();
    }

    // All of a client's are wanted before it connects, and a sink may be who connects it first: what the broker kept for us comes at once, and what nobody
    // wants is acknowledged.
    private void Listen()
    {
        List<MqttClient> clients = [];
        foreach (var (broker, filter) in _heard.Where(one => one.Value is null).Select(one => one.Key).ToList())
        {
            if (_brokers.Find(broker) is not { } client) continue;
            _heard[(broker, filter)] = client.Subscribe(filter, MqttQos.AtLeastOnce, message => _arrived.Writer.TryWrite((broker, message)));
            clients.Add(client);
        }

        if (_isRunning) clients.ForEach(client => client.Start());
    }

    private async Task SettleAsync((string Broker, MqttMessage Message)[] batch, CancellationToken stopping)
    {
        try
        {
            Interlocked.Add(ref _count, batch.Length);
            var (now, readers) = (_time.GetUtcNow(), _readers);
            var results = Array.ConvertAll(batch, one => readers[one.Broker].Read(one.Message.Topic, one.Message.Payload, one.Message.PayloadLength, now));
            var settled = await StoreAsync(results);
            var letters = new DeadLetter?[batch.Length];
            for (var i = 0; i < batch.Length; i++) letters[i] = results[i].Letter ?? Unjudged(batch[i], results[i], settled);
            await StoreLettersAsync([.. letters.OfType<DeadLetter>()], stopping);
            for (var i = 0; i < batch.Length; i++)
            {
                // Not settled: the writer has ended, and the broker will deliver it again.
                if (!AreSettled(results[i].Sets, settled)) continue;
                Interlocked.Increment(ref letters[i] is null ? ref _stored : ref _refused);
                batch[i].Message.Acknowledge();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Nothing of it is acknowledged: the broker delivers it to the next life.
        }
        catch (Exception e)
        {
            _logger.BatchFailed(e, batch.Length);
        }
        finally
        {
            _underWay.Release();
        }
    }

    /// <summary>One block a meter. Of each meter whose block is settled: empty when it is committed, else why it cannot be judged.</summary>
    private async Task<Dictionary<MeterId, string>> StoreAsync(ReportResult[] results)
    {
        Dictionary<MeterId, string> settled = [];
        var blocks = BlocksOf(results);
        if (blocks.Count == 0) return settled;
        var (isSettled, why) = await StoreAsync(blocks);
        var isOneGuilty = why.Length > 0 && blocks.Count > 1;
        foreach (var block in blocks)
        {
            var (isDone, reason) = isOneGuilty ? await StoreAsync([block]) : (isSettled, why); // each alone, so that it takes no other with it
            if (isDone) settled[block.Meter.Id] = reason;
        }

        return settled;
    }

    private async Task<(bool IsSettled, string Why)> StoreAsync(List<ReadingBlock> blocks)
    {
        try
        {
            await _store(blocks, CancellationToken.None);
            return (true, "");
        }
        catch (OperationCanceledException)
        {
            return (false, ""); // the writer has ended
        }
        catch (Exception e)
        {
            return (true, e.Message);
        }
    }

    private static List<ReadingBlock> BlocksOf(ReportResult[] results)
    {
        Dictionary<MeterId, List<RegisterSet>> byMeter = [];
        foreach (var result in results)
        {
            foreach (var set in result.Sets)
            {
                if (!byMeter.TryGetValue(set.Meter.Id, out var sets)) byMeter.Add(set.Meter.Id, sets = []);
                sets.Add(set);
            }
        }

        return [.. byMeter.Values.Select(sets => new ReadingBlock(sets[0].Meter, sets.Count == 1 ? sets : [.. sets.OrderBy(set => set.Instant)]))];
    }

    private static bool AreSettled(IReadOnlyList<RegisterSet> sets, Dictionary<MeterId, string> settled)
    {
        foreach (var set in sets)
            if (!settled.ContainsKey(set.Meter.Id)) return false;
        return true;
    }

    private static DeadLetter? Unjudged((string Broker, MqttMessage Message) one, ReportResult result, Dictionary<MeterId, string> settled)
    {
        var why = "";
        foreach (var set in result.Sets)
            if (why.Length == 0) why = settled.GetValueOrDefault(set.Meter.Id, "");
        if (why.Length == 0) return null;
        var (broker, message) = one;
        return DeadLetter.Of(broker, message.Topic, message.Topic, message.Payload, message.PayloadLength, ReportFault.NotStored, $"it could not be judged: {why}");
    }

    private async Task StoreLettersAsync(List<DeadLetter> letters, CancellationToken stopping)
    {
        if (letters.Count == 0) return;
        await _atLetters.WaitAsync(stopping);
        try
        {
            while (!TryStore(letters)) await Task.Delay(TryAgain, _time, stopping);
            foreach (var letter in letters) _lines.Tell(letter);
        }
        finally
        {
            _atLetters.Release();
        }
    }

    private bool TryStore(List<DeadLetter> letters)
    {
        try
        {
            _letters.Store(letters);
            return true;
        }
        catch (SqliteException e)
        {
            _logger.LettersNotStored(e.Message);
            return false;
        }
    }
}
