using System.Text;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Mqtt;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Protocol.Mqtt;

/// <summary>Packets byte for byte. The examples marked so stand in the standard; the others were written down from it by hand.</summary>
public sealed class MqttGoldenTests
{
    private readonly MqttBuffer _buffer = new();

    [Fact]
    public void A_connect_of_3_1_1_is_the_one_of_the_standard()
    {
        // MQTT 3.1.1, figure 3.6: user name, password, will QoS 1, clean session, keep alive 10.
        new MqttConnect
        {
            Version = MqttVersion.V311,
            ClientId = "c",
            Clean = true,
            KeepAlive = 10,
            Will = new("w", "x"u8.ToArray(), MqttQos.AtLeastOnce, Retain: false),
            User = "u",
            Password = "p",
        }.Write(_buffer);
        Assert.Equal("10 19 00 04 4D 51 54 54 04 CE 00 0A 00 01 63 00 01 77 00 01 78 00 01 75 00 01 70", Written());
    }

    [Fact]
    public void A_connect_of_5_carries_session_expiry_and_receive_maximum()
    {
        new MqttConnect { Version = MqttVersion.V5, ClientId = "amr", SessionExpiry = 3600, ReceiveMaximum = 1000, KeepAlive = 30 }.Write(_buffer);
        Assert.Equal("10 18 00 04 4D 51 54 54 05 00 00 1E 08 11 00 00 0E 10 21 03 E8 00 03 61 6D 72", Written());
    }

    [Fact]
    public void The_text_of_a_connect_holds_no_password() =>
        Assert.Equal("CONNECT amr", new MqttConnect { Version = MqttVersion.V5, ClientId = "amr", User = "u", Password = "geheim" }.ToString());

    [Theory]
    [InlineData(MqttVersion.V311, "82 06 00 0A 00 01 61 01")]
    [InlineData(MqttVersion.V5, "82 07 00 0A 00 00 01 61 11")]
    public void A_subscribe_names_filter_and_qos(MqttVersion version, string expected)
    {
        new MqttWriter(_buffer, version).Subscribe(10, [("a", MqttQos.AtLeastOnce)]);
        Assert.Equal(expected, Written());
    }

    [Theory]
    [InlineData(MqttVersion.V311, "A2 05 00 0B 00 01 61")]
    [InlineData(MqttVersion.V5, "A2 06 00 0B 00 00 01 61")]
    public void An_unsubscribe_names_the_filter(MqttVersion version, string expected)
    {
        new MqttWriter(_buffer, version).Unsubscribe(11, ["a"]);
        Assert.Equal(expected, Written());
    }

    [Fact]
    public void A_publish_is_the_one_of_the_standard()
    {
        // MQTT 3.1.1, figure 3.11: topic a/b, packet identifier 10.
        new MqttWriter(_buffer, MqttVersion.V311).Publish("a/b", "x"u8, MqttQos.AtLeastOnce, retain: false, duplicate: false, 10, expiry: 0);
        Assert.Equal("32 08 00 03 61 2F 62 00 0A 78", Written());
    }

    [Fact]
    public void A_publish_of_5_tells_its_expiry()
    {
        new MqttWriter(_buffer, MqttVersion.V5).Publish("a", default, MqttQos.AtMostOnce, retain: true, duplicate: false, 0, expiry: 3);
        Assert.Equal("31 09 00 01 61 05 02 00 00 00 03", Written());
    }

    [Fact]
    public void Small_packets_follow_one_another()
    {
        MqttWriter writer = new(_buffer, MqttVersion.V5);
        writer.Ack(MqttPacketKind.Puback, 1);
        writer.Ack(MqttPacketKind.Pubrec, 2);
        writer.Ack(MqttPacketKind.Pubrel, 3);
        writer.Ack(MqttPacketKind.Pubcomp, 0x1234);
        writer.Ping();
        writer.Disconnect();
        Assert.Equal("40 02 00 01 50 02 00 02 62 02 00 03 70 02 12 34 C0 00 E0 00", Written());
    }

    [Fact]
    public void A_connack_of_5_tells_the_limits_of_the_broker()
    {
        var body = Hex.Of("01 00 14 21 00 14 24 01 27 00 10 00 00 13 00 3C 1F 00 02 6F 6B 2A 01");
        Assert.True(MqttConnack.TryRead(body, MqttVersion.V5, out var connack));
        Assert.Equal(
            new MqttConnack
            {
                SessionPresent = true,
                Reason = 0,
                ReasonString = "ok",
                ServerKeepAlive = 60,
                ReceiveMaximum = 20,
                MaximumPacketSize = 1 << 20,
                MaximumQos = MqttQos.AtLeastOnce,
            },
            connack);
    }

    [Fact]
    public void A_connack_of_3_1_1_answers_a_connect_of_5_too()
    {
        Assert.True(MqttConnack.TryRead(Hex.Of("00 01"), MqttVersion.V5, out var connack));
        Assert.Equal(MqttReason.UnacceptableLevel, connack!.Reason);
    }

    [Fact]
    public void A_message_of_5_is_read_with_its_properties()
    {
        var packet = Hex.Of("3D 17 00 03 61 2F 62 00 0A 0C 26 00 01 6B 00 01 76 02 00 00 00 09 68 69 21");
        Assert.Equal(ScanVerdict.Frame, MqttHeader.Scan(packet, out var header));
        Assert.Equal(packet.Length, header.PacketLength);
        Assert.True(MqttPublish.TryRead(header, packet.AsSpan(header.Length), MqttVersion.V5, out var publish));
        Assert.Equal(("a/b", 10, MqttQos.ExactlyOnce, true, true), (publish.Topic, publish.PacketId, publish.Qos, publish.Duplicate, publish.Retain));
        Assert.Equal("hi!", Encoding.ASCII.GetString(publish.Payload));
        Assert.Equal(9U, publish.Properties.Number(MqttProperty.MessageExpiry));
        Assert.Equal("v", publish.Properties.Text(MqttProperty.UserProperty));
    }

    [Theory]
    [InlineData("00 05", 0)]
    [InlineData("00 05 10", 0x10)]
    [InlineData("00 05 87 09 1F 00 06 64 65 6E 69 65 64", 0x87)]
    public void An_acknowledgement_of_5_may_leave_out_what_is_usual(string body, byte reason)
    {
        Assert.True(MqttAck.TryRead(MqttPacketKind.Puback, Hex.Of(body), MqttVersion.V5, out var ack));
        Assert.Equal(new MqttAck(5, reason), ack);
    }

    [Fact]
    public void A_suback_tells_a_reason_a_filter()
    {
        Assert.True(MqttSuback.TryRead(MqttPacketKind.Suback, Hex.Of("00 07 00 01 80"), MqttVersion.V5, out var five));
        Assert.Equal([1, 0x80], five!.Reasons);
        Assert.True(MqttSuback.TryRead(MqttPacketKind.Suback, Hex.Of("00 07 02"), MqttVersion.V311, out var three));
        Assert.Equal([2], three!.Reasons);
        Assert.True(MqttSuback.TryRead(MqttPacketKind.Unsuback, Hex.Of("00 07"), MqttVersion.V311, out _));
    }

    [Fact]
    public void A_disconnect_tells_why()
    {
        Assert.True(MqttDisconnect.TryRead(Hex.Of("8E 00"), out var taken));
        Assert.Equal(0x8E, taken!.Reason);
        Assert.True(MqttDisconnect.TryRead(default, out var normal));
        Assert.Equal(0, normal!.Reason);
    }

    [Theory]
    [InlineData(0, "00")]
    [InlineData(127, "7F")]
    [InlineData(128, "80 01")]
    [InlineData(16_383, "FF 7F")]
    [InlineData(16_384, "80 80 01")]
    [InlineData(2_097_151, "FF FF 7F")]
    [InlineData(2_097_152, "80 80 80 01")]
    [InlineData(268_435_455, "FF FF FF 7F")]
    public void Variable_integers_are_those_of_the_standard(int value, string bytes)
    {
        var into = new byte[4]; // MQTT 5, table 1-1
        var length = MqttVarInt.Write(value, into);
        Assert.Equal(bytes, Hex.Show(into.AsSpan(0, length)));
        Assert.Equal(ScanVerdict.Frame, MqttVarInt.Scan(into, out var back, out var read));
        Assert.Equal((value, length), (back, read));
    }

    private string Written() => Hex.Show(_buffer.Written.Span);
}
