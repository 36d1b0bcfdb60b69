using System.Runtime.ExceptionServices;
using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.Lines.Mqtt;

/// <summary>
/// A client of one broker that stays connected: one loop connects, lives with the connection and comes back after a loss. Every
/// member may be called from any thread. What is received counts as delivered only when the receiver says so
/// (<see cref="MqttMessage.Acknowledge"/>).
/// </summary>
public sealed class MqttClient : IAsyncDisposable
{
    private static readonly TimeSpan TellAgainAfter = TimeSpan.FromMinutes(10);

    private readonly MqttOptions _options;
    private readonly TimeProvider _time;
    private readonly Func<double> _chance;
    private readonly Action<MqttNotice> _tell;
    private readonly MqttSession _session;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private Task? _running;
    private MqttVersion _version;
    private volatile string _why = "not connected yet";
    private long _connections;
    private bool _isDisposed;
    private string _told = "";
    private long _toldAt;

    /// <summary>A client that is not connected; <see cref="Start"/> begins.</summary>
    /// <param name="options">Which broker.</param>
    /// <param name="time">For every wait.</param>
    /// <param name="chance">0 to 1, spreads the reconnects.</param>
    /// <param name="tell">Told of losses and recoveries, rate-limited; must not throw.</param>
    public MqttClient(MqttOptions options, TimeProvider time, Func<double> chance, Action<MqttNotice> tell)
    {
        (_options, _time, _chance, _tell) = (options, time, chance, tell);
        _session = new(options, why => tell(new(false, why)));
        _version = options.Version ?? MqttVersion.V5;
    }

    /// <summary>True between a granted session and its loss.</summary>
    public bool IsConnected => _why.Length == 0;

    /// <summary>What the broker granted last; null before the first connection.</summary>
    public MqttGrant? Grant { get; private set; }

    /// <summary>How it is now.</summary>
    public MqttClientReport Report() =>
        new(IsConnected, _why, _session.Inbox.Arrived, _session.Inbox.Held, _session.Inbox.Unclaimed, Interlocked.Read(ref _connections));

    /// <summary>Begins to connect. What was subscribed to before misses nothing that the broker kept.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (!_isDisposed) _running ??= Task.Run(RunAsync);
        }
    }

    /// <summary>
    /// Wants messages that fit <paramref name="filter"/> (<see cref="MqttTopic.IsFilter"/>) from now on. <paramref name="receive"/> is called by
    /// the connection's loop and must neither wait nor throw; it owes one <see cref="MqttMessage.Acknowledge"/>. <paramref name="lost"/> is told
    /// why when the connection is gone.
    /// </summary>
    public MqttSubscription Subscribe(string filter, MqttQos qos, Action<MqttMessage> receive, Action<string>? lost = null)
    {
        if (!MqttTopic.IsFilter(filter)) throw new ArgumentException($"'{filter}' is no topic filter", nameof(filter));
        MqttSubscription subscription = new(_session.Subscriptions, filter, qos, receive, lost);
        _session.Subscriptions.Add(subscription);
        return subscription;
    }

    /// <summary>
    /// Publishes. Completes when the broker has the message; at QoS 0 when it left, and without a connection it fails at once with
    /// <see cref="LineLostException"/>, as it does when the broker refuses. At QoS 1 and 2 it waits for a connection; a wait that is cancelled does
    /// not call back what is on its way. The payload must not change before the task ends.
    /// </summary>
    public async Task PublishAsync(
        string topic, ReadOnlyMemory<byte> payload, MqttQos qos, bool retain = false, uint expirySeconds = 0, CancellationToken cancellationToken = default)
    {
        if (!MqttTopic.IsName(topic)) throw new ArgumentException($"'{topic}' is no topic", nameof(topic));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, MqttVarInt.Max - (256 * 1024));
        if (qos == MqttQos.AtMostOnce && !IsConnected) throw new LineLostException(_why);
        MqttPublication publication = new(topic, payload, qos, retain, expirySeconds);
        try
        {
            await _session.Outbox.AddAsync(publication, cancellationToken);
            if (qos == MqttQos.AtMostOnce && !IsConnected) publication.Done.TrySetException(new LineLostException(_why));
            await publication.Done.Task.WaitAsync(cancellationToken);
        }
        catch (System.Threading.Channels.ChannelClosedException e)
        {
            throw new LineLostException(_why, e);
        }
        catch (OperationCanceledException)
        {
            publication.Done.TrySetCanceled(CancellationToken.None);
            throw;
        }
    }

    /// <summary>Says good-bye to the broker, which keeps the session; what was not acknowledged is delivered again to the next of our id.</summary>
    public async ValueTask DisposeAsync()
    {
        Task? running;
        lock (_gate)
        {
            if (_isDisposed) return;
            (_isDisposed, running) = (true, _running);
        }

        await _stop.CancelAsync();
        if (running is not null) await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _session.Outbox.End($"the client of {_options.Peer} has ended");
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        MqttRetry retry = default;
        while (!_stop.IsCancellationRequested)
        {
            var began = _time.GetTimestamp();
            try
            {
                await ConnectAndLiveAsync();
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                if (e is not (LineLostException or LineUnavailableException)) Tell(new(false, $"the client of {_options.Peer} failed: {e.Message}"));
                Lose(e.Message);
            }

            if (_stop.IsCancellationRequested) return;
            retry = retry.After(_time.GetElapsedTime(began), _options);
            await Task.Delay(retry.Wait(_options, _chance()), _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ConnectAndLiveAsync()
    {
        var stream = await MqttTransport.OpenAsync(_options, _time, _stop.Token);
        await using MqttLink link = new(_options, _version, stream, _session, _time);
        var connack = await GreetAsync(link);
        Grant = MqttGrant.Of(_version, connack);
        _why = "";
        Interlocked.Increment(ref _connections);
        Tell(new(true, $"connected to {_options}{(connack.SessionPresent ? ", which kept our session" : "")}"));
        try
        {
            await link.RunAsync(connack, _stop.Token);
        }
        catch (LineLostException e)
        {
            Lose(e.Message); // before the stream is closed, so that nobody sends into it
            ExceptionDispatchInfo.Throw(e);
        }
    }

    private async Task<MqttConnack> GreetAsync(MqttLink link)
    {
        MqttConnack connack;
        try
        {
            connack = await link.GreetAsync(_stop.Token);
        }
        catch (LineLostException)
        {
            ChangeVersion(); // some brokers of 3.1.1 answer a CONNECT of MQTT 5 by closing
            throw;
        }

        if (connack.Reason == 0) return connack;
        if (connack.Reason is MqttReason.UnsupportedVersion or MqttReason.UnacceptableLevel) ChangeVersion();
        throw new LineUnavailableException($"{_options.Peer} refuses the session: {connack.ReasonString ?? MqttReason.OfConnack(connack.Reason)}");
    }

    private void ChangeVersion()
    {
        if (_options.Version is null) _version = _version == MqttVersion.V5 ? MqttVersion.V311 : MqttVersion.V5;
    }

    private void Lose(string why)
    {
        if (_why != why)
        {
            _why = why;
            _session.Lose(why);
        }

        Tell(new(false, why));
    }

    private void Tell(MqttNotice notice)
    {
        var isNews = notice.Sentence != _told || _time.GetElapsedTime(_toldAt) >= TellAgainAfter;
        if (!isNews) return;
        (_told, _toldAt) = (notice.Sentence, _time.GetTimestamp());
        _tell(notice);
    }
}
