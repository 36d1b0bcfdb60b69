namespace AmrCollector.Lines.Mqtt;

/// <summary>Packet identifiers of what we send and the broker has not answered. One thread.</summary>
internal sealed class MqttPacketIds
{
    private readonly HashSet<ushort> _used = [];
    private ushort _last;

    /// <summary>One that is free; at most 65,535 may be out, and far fewer ever are.</summary>
    public ushort Take()
    {
        do _last = _last == ushort.MaxValue ? (ushort)1 : (ushort)(_last + 1);
        while (!_used.Add(_last));
        return _last;
    }

    /// <summary>It is free again.</summary>
    public void Give(ushort id) => _used.Remove(id);
}
