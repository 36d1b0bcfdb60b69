namespace AmrCollector.Protocol.Modbus;

/// <summary>The request a matcher waits for: unit and PDU, kept in a buffer that only grows.</summary>
internal struct AwaitedReply
{
    private byte[]? _pdu;
    private int _length;

    internal AwaitedReply(byte unit, ReadOnlySpan<byte> pdu) => Set(unit, pdu);

    internal byte Unit { get; private set; }

    /// <summary>The request PDU; empty before the first request.</summary>
    internal readonly ReadOnlySpan<byte> Pdu => _pdu.AsSpan(0, _length);

    /// <summary>True while nothing was asked.</summary>
    internal readonly bool IsNone => _length == 0;

    internal void Set(byte unit, ReadOnlySpan<byte> pdu)
    {
        if (_pdu is null || _pdu.Length < pdu.Length) _pdu = new byte[pdu.Length];
        pdu.CopyTo(_pdu);
        (Unit, _length) = (unit, pdu.Length);
    }

    /// <summary>True when unit and PDU are the reply, and not our own request come back.</summary>
    internal readonly bool IsAnsweredBy(byte unit, ReadOnlySpan<byte> pdu) =>
        unit == Unit && ModbusAnswer.Holds(Pdu, pdu) && (!pdu.SequenceEqual(Pdu) || ModbusAnswer.RepeatsRequest(pdu[0]));
}
