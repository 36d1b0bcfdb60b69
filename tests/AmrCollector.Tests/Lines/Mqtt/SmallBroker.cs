using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Mqtt;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Lines.Mqtt;

/// <summary>
/// The broker's side of one connection at a time, on loopback and as the test says: it answers what must be answered, keeps the rest
/// for the test to look at, and does what no real broker does when it is asked to.
/// </summary>
internal sealed class SmallBroker : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<string> _heard = Channel.CreateBounded<string>(100_000);
    private readonly Task _serving;
    private TcpClient? _client;
    private volatile bool _isAway;
    private volatile bool _hasEnded;

    public SmallBroker()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _serving = ServeAsync();
    }

    public int Port { get; }

    public MqttVersion Version { get; set; } = MqttVersion.V5;

    /// <summary>The body of each CONNACK; by default no session was there and all is well.</summary>
    public string Connack { get; set; } = "00 00 00";

    /// <summary>What is answered to PUBLISH, SUBSCRIBE and PINGREQ; off when it is to fall silent.</summary>
    public bool Answers { get; set; } = true;

    /// <summary>Told of each message that comes in.</summary>
    public Action<string, byte[]> Published { get; set; } = (_, _) => { };

    /// <summary>The next packet the client sent, in short: "PUBACK 7"; pings are left out.</summary>
    public async Task<string> NextAsync()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(2));
        return await _heard.Reader.ReadAsync(limit.Token);
    }

    /// <summary>Packets that were sent and not looked at yet.</summary>
    public int Waiting => _heard.Reader.Count;

    public async Task DeliverAsync(string topic, string payload, MqttQos qos = MqttQos.AtLeastOnce, int id = 0, bool duplicate = false, bool retain = false)
    {
        MqttBuffer buffer = new();
        new MqttWriter(buffer, Version).Publish(topic, System.Text.Encoding.UTF8.GetBytes(payload), qos, retain, duplicate, (ushort)id, 0);
        await SendAsync(buffer.Written);
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _client!.GetStream().WriteAsync(bytes);

    /// <summary>Ends the connection; with <paramref name="stay"/> every further one too, until <see cref="Return"/>.</summary>
    public void Cut(bool stay = false)
    {
        _isAway = stay;
        _client?.Dispose();
    }

    public void Return() => _isAway = false;

    public async ValueTask DisposeAsync()
    {
        _hasEnded = true;
        _listener.Dispose();
        _client?.Dispose();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (!_hasEnded)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync();
                if (_isAway)
                {
                    client.Dispose();
                    continue;
                }

                client.NoDelay = true;
                _client = client;
                await TalkAsync(client.GetStream());
            }
            catch (Exception e) when (e is IOException or InvalidOperationException or SocketException)
            {
                _client?.Dispose(); // the client or the test ended the connection, or the test is over
            }
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        var buffer = new byte[1 << 21];
        var filled = 0;
        while (await stream.ReadAsync(buffer.AsMemory(filled)) is > 0 and var read)
        {
            filled += read;
            while (MqttHeader.Scan(buffer.AsSpan(0, filled), out var header) == ScanVerdict.Frame && filled >= header.PacketLength)
            {
                await AnswerAsync(header, buffer.AsMemory(header.Length, header.Remaining));
                buffer.AsSpan(header.PacketLength..filled).CopyTo(buffer);
                filled -= header.PacketLength;
            }
        }
    }

    private async Task AnswerAsync(MqttHeader header, ReadOnlyMemory<byte> body)
    {
        var id = body.Length >= 2 ? (body.Span[0] << 8) | body.Span[1] : 0;
        if (header.Kind == MqttPacketKind.Publish)
        {
            await TakeAsync(header, body);
            return;
        }

        if (header.Kind == MqttPacketKind.Connect) Version = (MqttVersion)body.Span[6];
        var reply = header.Kind switch
        {
            MqttPacketKind.Connect => $"20 {Connack.Split(' ').Length:X2} {Connack}",
            MqttPacketKind.Pingreq => "D0 00",
            MqttPacketKind.Subscribe when Version == MqttVersion.V5 => $"90 {3 + Filters(body):X2} {id >> 8:X2} {id & 255:X2} 00{string.Concat(Enumerable.Repeat(" 01", Filters(body)))}",
            MqttPacketKind.Subscribe => $"90 {2 + Filters(body):X2} {id >> 8:X2} {id & 255:X2}{string.Concat(Enumerable.Repeat(" 01", Filters(body)))}",
            _ => "",
        };
        try
        {
            if (Answers && reply.Length > 0) await SendAsync(Hex.Of(reply));
        }
        finally
        {
            // Told after the answer: what a test delivers next must not overtake it.
            if (header.Kind != MqttPacketKind.Pingreq) _heard.Writer.TryWrite(header.Kind is MqttPacketKind.Connect or MqttPacketKind.Disconnect or MqttPacketKind.Subscribe ? $"{header.Kind}".ToUpperInvariant() : $"{header.Kind} {id}".ToUpperInvariant());
        }
    }

    private async Task TakeAsync(MqttHeader header, ReadOnlyMemory<byte> body)
    {
        var (topic, id, payload, qos) = Read(header, body.Span);
        Published(topic, payload);
        _heard.Writer.TryWrite($"PUBLISH {topic} {(byte)qos}{((header.Flags & 8) != 0 ? " DUP" : "")}");
        if (Answers && qos != MqttQos.AtMostOnce) await SendAsync(Hex.Of($"{(qos == MqttQos.AtLeastOnce ? "40" : "50")} 02 {id >> 8:X2} {id & 255:X2}"));
    }

    private (string Topic, int Id, byte[] Payload, MqttQos Qos) Read(MqttHeader header, ReadOnlySpan<byte> body)
    {
        Assert.True(MqttPublish.TryRead(header, body, Version, out var publish));
        return (publish.Topic, publish.PacketId, publish.Payload.ToArray(), publish.Qos);
    }

    private int Filters(ReadOnlyMemory<byte> body)
    {
        var count = 0;
        for (var at = Version == MqttVersion.V5 ? 3 : 2; at < body.Length; count++) at += 3 + ((body.Span[at] << 8) | body.Span[at + 1]);
        return count;
    }
}
