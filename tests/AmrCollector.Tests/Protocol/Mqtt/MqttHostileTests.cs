using AmrCollector.Protocol;
using AmrCollector.Protocol.Mqtt;
using AmrCollector.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Protocol.Mqtt;

/// <summary>A broker that is broken, or none at all.</summary>
public sealed class MqttHostileTests
{
    private static readonly string[] Good =
    [
        "20 15 01 00 12 21 00 14 24 01 27 00 10 00 00 13 00 3C 1F 00 02 6F 6B", "3D 17 00 03 61 2F 62 00 0A 0C 26 00 01 6B 00 01 76 02 00 00 00 09 68 69 21",
        "40 02 00 05", "50 03 00 05 10", "62 04 00 05 92 00", "90 05 00 07 00 01 80", "B0 04 00 07 00 11", "D0 00", "E0 02 8E 00", "30 06 00 03 61 2F 62 00",
    ];

    [Theory]
    [InlineData("00 00", "kind 0")]
    [InlineData("21 02 00 00", "flags on a CONNACK")]
    [InlineData("60 02 00 01", "no flag on a PUBREL")]
    [InlineData("36 05 00 01 61 00 01", "QoS 3")]
    [InlineData("38 03 00 01 61", "DUP without a QoS")]
    [InlineData("30 FF FF FF FF 01", "five length bytes")]
    [InlineData("30 80 00", "a length longer than it need be")]
    public void What_no_packet_begins_with_ends_the_connection(string bytes, string why) =>
        Assert.Equal((why, ScanVerdict.Noise), (why, MqttHeader.Scan(Hex.Of(bytes), out _)));

    [Theory]
    [InlineData("00 00", "empty topic")]
    [InlineData("00 01 23", "wildcard")]
    [InlineData("00 05 61", "topic longer than the packet")]
    [InlineData("00 02 C3 28 00", "broken UTF-8")]
    [InlineData("00 03 ED A0 80 00", "surrogate")]
    [InlineData("00 01 00 00", "U+0000")]
    [InlineData("00 01 61 03 23 00 01", "topic alias, which was never offered")]
    [InlineData("00 01 61 02 FE 00", "unknown property")]
    [InlineData("00 01 61 05 11 00 00 00 01", "session expiry, which has no place here")]
    [InlineData("00 01 61 0A 02 00 00 00 01 02 00 00 00 01", "expiry twice")]
    [InlineData("00 01 61 05 02 00 00", "properties longer than the packet")]
    [InlineData("00 01 61 02 01 02", "a flag of 2")]
    public void A_broken_message_is_none(string body, string why)
    {
        var bytes = Hex.Of(body);
        Assert.False(MqttPublish.TryRead(new(MqttPacketKind.Publish, 0, 2, bytes.Length), bytes, MqttVersion.V5, out _), why);
    }

    [Fact]
    public void A_packet_identifier_is_never_zero()
    {
        Assert.False(MqttAck.TryRead(MqttPacketKind.Puback, Hex.Of("00 00"), MqttVersion.V311, out _));
        Assert.False(MqttPublish.TryRead(new(MqttPacketKind.Publish, 0x02, 2, 5), Hex.Of("00 01 61 00 00"), MqttVersion.V311, out _));
    }

    [Fact]
    public void A_refused_connect_has_no_session() => Assert.False(MqttConnack.TryRead(Hex.Of("01 05"), MqttVersion.V311, out _));

    [Fact]
    public void A_receive_maximum_of_zero_is_malformed() => Assert.False(MqttConnack.TryRead(Hex.Of("00 00 03 21 00 00"), MqttVersion.V5, out _));

    [Fact]
    public void Every_cut_of_a_good_packet_is_told_and_never_throws()
    {
        foreach (var packet in Good.Select(Hex.Of))
        {
            Assert.True(ReadsAsPacket(packet), Hex.Show(packet));
            for (var cut = 0; cut < packet.Length; cut++) ReadsAsPacket(packet.AsSpan(0, cut));
        }
    }

    [Fact]
    public void Whatever_comes_is_read_or_refused_and_never_throws() =>
        Prop.ForAll<byte[]>(noise => Reads(noise)).QuickCheckThrowOnFailure();

    [Fact]
    public void Good_packets_with_flipped_bytes_never_throw()
    {
        Random chance = new(311);
        for (var round = 0; round < 200_000; round++)
        {
            var packet = Hex.Of(Good[chance.Next(Good.Length)]);
            for (var flips = chance.Next(1, 5); flips > 0; flips--) packet[chance.Next(packet.Length)] = (byte)chance.Next(256);
            ReadsAsPacket(packet);
        }
    }

    [Fact]
    public void Numbers_survive_the_way_there_and_back() =>
        Prop.ForAll(Gen.Choose(0, MqttVarInt.Max).ToArbitrary(), value =>
        {
            var into = new byte[4];
            var written = MqttVarInt.Write(value, into);
            return MqttVarInt.Scan(into.AsSpan(0, written), out var back, out var read) == ScanVerdict.Frame && (back, read) == (value, written);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Messages_survive_the_way_there_and_back() =>
        Prop.ForAll<byte[], NonEmptyString, ushort>((payload, text, id) =>
        {
            var topic = text.Get;
            if (!MqttTopic.IsName(topic) || id == 0) return true;
            return Enum.GetValues<MqttVersion>().All(version => Enum.GetValues<MqttQos>().All(qos => SurvivesAs(version, qos, topic, payload, id)));
        }).QuickCheckThrowOnFailure();

    private static bool SurvivesAs(MqttVersion version, MqttQos qos, string topic, byte[] payload, ushort id)
    {
        MqttBuffer buffer = new();
        new MqttWriter(buffer, version).Publish(topic, payload, qos, retain: true, duplicate: qos != MqttQos.AtMostOnce, id, expiry: id);
        var bytes = buffer.Written.Span;
        return MqttHeader.Scan(bytes, out var header) == ScanVerdict.Frame && header.PacketLength == bytes.Length
            && MqttPublish.TryRead(header, bytes[header.Length..], version, out var publish)
            && publish.Topic == topic && publish.Payload.SequenceEqual(payload) && publish.Qos == qos && publish.Retain
            && publish.PacketId == (qos == MqttQos.AtMostOnce ? 0 : id)
            && publish.Properties.Number(MqttProperty.MessageExpiry) == (version == MqttVersion.V5 ? id : null);
    }

    private static bool ReadsAsPacket(ReadOnlySpan<byte> bytes)
    {
        if (MqttHeader.Scan(bytes, out var header) != ScanVerdict.Frame) return false;
        var body = bytes[header.Length..Math.Min(bytes.Length, header.PacketLength)];
        foreach (var version in (MqttVersion[])[MqttVersion.V311, MqttVersion.V5])
        {
            if (Reads(header, body, version)) return true;
        }

        return false;
    }

    private static bool Reads(MqttHeader header, ReadOnlySpan<byte> body, MqttVersion version) => header.Kind switch
    {
        MqttPacketKind.Connack => MqttConnack.TryRead(body, version, out _),
        MqttPacketKind.Publish => MqttPublish.TryRead(header, body, version, out var publish) && publish.Topic.Length > 0,
        MqttPacketKind.Suback or MqttPacketKind.Unsuback => MqttSuback.TryRead(header.Kind, body, version, out _),
        MqttPacketKind.Disconnect => MqttDisconnect.TryRead(body, out _),
        MqttPacketKind.Pingresp => body.IsEmpty,
        _ => MqttAck.TryRead(header.Kind, body, version, out _),
    };

    private static bool Reads(byte[] noise)
    {
        ReadsAsPacket(noise);
        return true;
    }
}
