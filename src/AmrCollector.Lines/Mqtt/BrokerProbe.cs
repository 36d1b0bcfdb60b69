using System.Globalization;
using System.Text;
using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.Lines.Mqtt;

/// <summary>
/// Tries a broker as the collector will use it: a session of its own leaves, messages for it are published, it comes back and counts.
/// Writes to topics below <c>amr-check/</c> and leaves nothing behind.
/// </summary>
public static class BrokerProbe
{
    private const int Wave = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Tries it with <paramref name="messages"/> small messages. Throws <see cref="LineUnavailableException"/> when it cannot be reached or lets us
    /// not in; an obstacle on the way is told in the trial.
    /// </summary>
    public static async Task<BrokerTrial> RunAsync(MqttOptions options, int messages, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var id = string.Create(CultureInfo.InvariantCulture, $"amr-check-{Environment.ProcessId}-{Random.Shared.Next(1_000_000)}");
        var topic = $"amr-check/{id}";
        var grant = await LeaveSessionAsync(options, id, topic, time, cancellationToken);
        BrokerTrial trial = new() { Grant = grant };
        try
        {
            await using (Visitor sender = new(options.ForOneVisit($"{id}-sender"), time))
            {
                await sender.ConnectAsync(cancellationToken);
                trial = trial with { Program = await sender.ProgramAsync(cancellationToken), Shares = await sender.MaySubscribeAsync($"$share/{id}/{topic}", cancellationToken) };
                for (var sent = 0; sent < messages; sent += Wave)
                    trial = trial with { Sent = sent + await sender.PublishAsync(topic, Math.Min(Wave, messages - sent), cancellationToken) };
            }

            return await ReturnAsync(options, id, topic, trial, time, cancellationToken);
        }
        catch (Exception e) when (e is LineUnavailableException or LineLostException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return trial with { Obstacle = e is OperationCanceledException ? "it did not answer in time" : e.Message };
        }
        finally
        {
            await EndSessionAsync(options, id, time);
        }
    }

    private static async Task<MqttGrant> LeaveSessionAsync(MqttOptions options, string id, string topic, TimeProvider time, CancellationToken cancellationToken)
    {
        await using Visitor visitor = new(options.ForOneVisit(id, kept: Patience * 60), time);
        var grant = await visitor.ConnectAsync(cancellationToken);
        if (!await visitor.MaySubscribeAsync(topic, cancellationToken)) throw new LineUnavailableException($"{options.Peer} refuses a subscription to {topic}; let this user read and write below amr-check/");
        return grant;
    }

    private static async Task<BrokerTrial> ReturnAsync(
        MqttOptions options, string id, string topic, BrokerTrial trial, TimeProvider time, CancellationToken cancellationToken)
    {
        await using Visitor visitor = new(options.ForOneVisit(id, kept: Patience * 60), time);
        var kept = visitor.Count(topic);
        var grant = await visitor.ConnectAsync(cancellationToken);
        var before = -1;
        while (kept() < trial.Sent && kept() != before)
        {
            before = kept();
            await Task.Delay(Silence, time, cancellationToken);
        }

        return trial with { KeptSession = grant.SessionPresent, Kept = kept() };
    }

    private static async Task EndSessionAsync(MqttOptions options, string id, TimeProvider time)
    {
        try
        {
            await using Visitor visitor = new(options.ForOneVisit(id), time);
            await visitor.ConnectAsync(CancellationToken.None);
        }
        catch (LineUnavailableException)
        {
            return; // it ends by itself after ten minutes
        }
    }

    /// <summary>A client for a moment, with an end to every wait.</summary>
    private sealed class Visitor : IAsyncDisposable
    {
        private readonly MqttOptions _options;
        private readonly TimeProvider _time;
        private readonly MqttClient _client;

        public Visitor(MqttOptions options, TimeProvider time)
        {
            (_options, _time) = (options, time);
            _client = new(options, time, Random.Shared.NextDouble, _ => { });
        }

        public async Task<MqttGrant> ConnectAsync(CancellationToken cancellationToken)
        {
            _client.Start();
            var began = _time.GetTimestamp();
            while (true)
            {
                if (_client is { IsConnected: true, Grant: { } grant }) return grant;
                if (_time.GetElapsedTime(began) > Patience) throw new LineUnavailableException(_client.Report().Why);
                await Task.Delay(TimeSpan.FromMilliseconds(20), _time, cancellationToken);
            }
        }

        public Func<int> Count(string topic)
        {
            var count = 0;
            _client.Subscribe(topic, MqttQos.AtLeastOnce, message =>
            {
                Interlocked.Increment(ref count);
                message.Acknowledge();
            });
            return () => Volatile.Read(ref count);
        }

        public async Task<bool> MaySubscribeAsync(string filter, CancellationToken cancellationToken)
        {
            var subscription = _client.Subscribe(filter, MqttQos.AtLeastOnce, message => message.Acknowledge());
            try
            {
                using var limit = Limit(cancellationToken, out var late);
                using (late) await subscription.GrantedAsync(limit.Token);
                return true;
            }
            catch (LineUnavailableException)
            {
                return false;
            }
        }

        /// <summary>Publishes so many and returns how many the broker acknowledged: all, or it throws.</summary>
        public async Task<int> PublishAsync(string topic, int count, CancellationToken cancellationToken)
        {
            using var limit = Limit(cancellationToken, out var late);
            using (late) await Task.WhenAll(Enumerable.Range(0, count).Select(_ => _client.PublishAsync(topic, "x"u8.ToArray(), MqttQos.AtLeastOnce, cancellationToken: limit.Token)));
            return count;
        }

        public async Task<string?> ProgramAsync(CancellationToken cancellationToken)
        {
            TaskCompletionSource<string> told = new(TaskCreationOptions.RunContinuationsAsynchronously);
            using var subscription = _client.Subscribe("$SYS/broker/version", MqttQos.AtMostOnce, message =>
            {
                told.TrySetResult(Encoding.UTF8.GetString(message.Payload.Span[..Math.Min(100, message.Payload.Length)]));
                message.Acknowledge();
            });
            await Task.WhenAny(told.Task, Task.Delay(Silence, _time, cancellationToken));
            return told.Task.IsCompletedSuccessfully ? await told.Task : null;
        }

        public ValueTask DisposeAsync() => _client.DisposeAsync();

        private CancellationTokenSource Limit(CancellationToken cancellationToken, out CancellationTokenSource late)
        {
            late = new(Patience, _time);
            return CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        }

        public override string ToString() => _options.ToString();
    }
}
