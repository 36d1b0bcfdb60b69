using System.IO.Pipelines;
using AmrCollector.Lines;
using AmrCollector.Lines.Mqtt;
using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.Tests.Lines.Mqtt;

/// <summary>A line through a broker; its far end is the bus behind the gateway.</summary>
internal sealed class MqttWire : Wire
{
    private readonly SmallBroker _broker = new();
    private readonly MqttClient _client;
    private readonly MqttLine _line;
    private readonly TunnelPayload _form = TunnelPayload.Of("hex", null)!;
    private readonly Pipe _requests = new();
    private FarEnd? _far;

    private MqttWire()
    {
        Assert.True(LineUri.TryParse("mqtt:main/gw/9", out var uri, out var why), why);
        MqttOptions options = new() { Host = "127.0.0.1", Port = _broker.Port, ClientId = "wire", FirstRetry = TimeSpan.FromMilliseconds(5), LongestRetry = TimeSpan.FromMilliseconds(20) };
        _client = new(options, TimeProvider.System, () => 0.5, _ => { });
        _line = new(uri, _client, TimeProvider.System);
        _broker.Published = (_, payload) => _requests.Writer.WriteAsync(_form.Unwrap(payload, null)!).AsTask();
    }

    public override ILine Line => _line;

    public override TimeProvider Time => TimeProvider.System;

    public static async Task<MqttWire> PlugAsync(string transcript)
    {
        MqttWire wire = new();
        await wire._line.OpenAsync(default);
        wire.Play(transcript);
        return wire;
    }

    public override Task CutAsync()
    {
        _broker.Cut(stay: true);
        return Task.CompletedTask;
    }

    public override Task MendAsync(string transcript)
    {
        Play(transcript);
        _broker.Return();
        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await _line.DisposeAsync();
        await _client.DisposeAsync();
        _far?.Dispose();
        await _broker.DisposeAsync();
    }

    private void Play(string transcript) => _far = new(_requests.Reader.AsStream(leaveOpen: true), new UpTopic(_broker, _form), transcript);

    /// <summary>What is written becomes one message on the line's topic of answers.</summary>
    private sealed class UpTopic(SmallBroker broker, TunnelPayload form) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            await broker.DeliverAsync("gw/9/up", System.Text.Encoding.ASCII.GetString(form.Wrap(buffer.Span, 0)), MqttQos.AtMostOnce);
    }
}
