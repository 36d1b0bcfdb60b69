namespace AmrCollector.Lines.Mqtt;

/// <summary>Bytes of a connection that are not read yet. Grows to what one packet needs, and shrinks again when it is empty.</summary>
internal sealed class MqttReceived
{
    private const int Usual = 16 * 1024;

    private byte[] _bytes = new byte[Usual];
    private int _start;
    private int _end;
    private int _needed;

    public int Count => _end - _start;

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(_start, Count);

    /// <summary>Room to receive into: at least one byte, and enough for the packet <see cref="Need"/> told of.</summary>
    public Memory<byte> Room()
    {
        if (_start == _end)
        {
            (_start, _end) = (0, 0);
            if (_bytes.Length > 4 * Usual && _needed <= Usual) _bytes = new byte[Usual];
        }

        var size = Math.Max(_needed, Count + 1);
        if (_bytes.Length - _start < size || _end == _bytes.Length)
        {
            var into = size > _bytes.Length ? new byte[size] : _bytes;
            Span.CopyTo(into);
            (_bytes, _end, _start) = (into, Count, 0);
        }

        return _bytes.AsMemory(_end);
    }

    public void Filled(int count) => _end += count;

    /// <summary>The packet in front has this many bytes.</summary>
    public void Need(int bytes) => _needed = bytes;

    public void Drop(int count)
    {
        _start += count;
        _needed = 0;
    }
}
