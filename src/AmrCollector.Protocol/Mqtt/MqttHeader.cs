namespace AmrCollector.Protocol.Mqtt;

/// <summary>The fixed header in front of every packet.</summary>
/// <param name="Kind">What follows.</param>
/// <param name="Flags">The low four bits of the first byte, right for the kind.</param>
/// <param name="Length">Bytes of the header itself, 2 to 5.</param>
/// <param name="Remaining">Bytes after it, at most 268,435,455.</param>
public readonly record struct MqttHeader(MqttPacketKind Kind, byte Flags, int Length, int Remaining)
{
    /// <summary>Header and body together.</summary>
    public int PacketLength => Length + Remaining;

    /// <summary>
    /// Looks at the front of a stream. <see cref="ScanVerdict.Frame"/>: the header is known, its body need not be there yet.
    /// <see cref="ScanVerdict.Noise"/>: no packet begins so, and as packets have no start mark the connection must end.
    /// </summary>
    public static ScanVerdict Scan(ReadOnlySpan<byte> received, out MqttHeader header)
    {
        header = default;
        if (received.IsEmpty) return ScanVerdict.NeedMore;
        var (kind, flags) = ((MqttPacketKind)(received[0] >> 4), (byte)(received[0] & 0x0F));
        if (!FlagsFit(kind, flags)) return ScanVerdict.Noise;
        var verdict = MqttVarInt.Scan(received[1..], out var remaining, out var length);
        if (verdict == ScanVerdict.Frame) header = new(kind, flags, 1 + length, remaining);
        return verdict;
    }

    // MQTT 5, 2.1.3: any other value is malformed; both QoS bits at once are too (3.3.1.2), and DUP needs a QoS (3.3.1.1).
    private static bool FlagsFit(MqttPacketKind kind, byte flags) => kind switch
    {
        0 => false,
        MqttPacketKind.Publish => (flags & 0x06) != 0x06 && ((flags & 0x08) == 0 || (flags & 0x06) != 0),
        MqttPacketKind.Pubrel or MqttPacketKind.Subscribe or MqttPacketKind.Unsubscribe => flags == 0x02,
        _ => flags == 0,
    };
}
