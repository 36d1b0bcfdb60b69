using System.Threading.Channels;

namespace AmrCollector.Lines.Mqtt;

/// <summary>A bell that wakes one loop; ringing it twice before the loop looks is ringing it once.</summary>
internal sealed class MqttWake
{
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Any thread.</summary>
    public void Ring() => _bell.Writer.TryWrite(true);

    /// <summary>Completes at the next ring.</summary>
    public Task WaitAsync() => _bell.Reader.WaitToReadAsync().AsTask();

    /// <summary>Forgets the ring, before the loop looks at what it was rung for.</summary>
    public void Clear() => _bell.Reader.TryRead(out _);
}
