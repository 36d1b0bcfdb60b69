using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.Lines.Mqtt;

/// <summary>What somebody wants to hear, from <see cref="MqttClient.Subscribe"/> until it is disposed; asked for again on every connection.</summary>
public sealed class MqttSubscription : IDisposable
{
    private readonly MqttSubscriptions _all;
    private readonly Lock _gate = new();
    private TaskCompletionSource _granted = Fresh();

    internal MqttSubscription(MqttSubscriptions all, string filter, MqttQos qos, Action<MqttMessage> receive, Action<string>? lost)
    {
        (_all, Filter, Qos, Receive, WhenLost) = (all, filter, qos, receive, lost);
        Matched = MqttTopic.WithoutShare(filter);
    }

    /// <summary>As the broker is told.</summary>
    public string Filter { get; }

    /// <summary>The highest QoS wanted.</summary>
    public MqttQos Qos { get; }

    /// <summary>The filter topics are matched against: without <c>$share/NAME/</c>.</summary>
    internal string Matched { get; }

    /// <summary>Called by the connection's loop; must neither wait nor throw.</summary>
    internal Action<MqttMessage> Receive { get; }

    private Action<string>? WhenLost { get; }

    /// <summary>
    /// Completes when the broker has granted it on the connection of now; fails with <see cref="LineUnavailableException"/> when it refuses.
    /// Waits while there is no connection.
    /// </summary>
    public Task GrantedAsync(CancellationToken cancellationToken)
    {
        lock (_gate) return _granted.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Ends it; the broker is told.</summary>
    public void Dispose() => _all.Remove(this);

    internal void Grant()
    {
        lock (_gate) _granted.TrySetResult();
    }

    internal void Refuse(string why)
    {
        lock (_gate)
        {
            if (!_granted.Task.IsCompleted) _ = _granted.Task.ContinueWith(task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default); // nobody need wait for it
            _granted.TrySetException(new LineUnavailableException(why));
        }
    }

    internal void Lose(string why)
    {
        lock (_gate)
        {
            if (_granted.Task.IsCompleted) _granted = Fresh();
        }

        WhenLost?.Invoke(why);
    }

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
