using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AmrCollector.Lines;

namespace AmrCollector.Tests.Lines;

/// <summary>A line on a loopback socket.</summary>
internal sealed class TcpWire : Wire
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TcpLine _line;
    private FarEnd? _far;

    private TcpWire(string scheme, string options)
    {
        _listener.Start();
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        Assert.True(LineUri.TryParse(string.Create(CultureInfo.InvariantCulture, $"{scheme}://127.0.0.1:{port}{options}"), out var uri, out var why), why);
        _line = new TcpLine(uri, TimeProvider.System);
    }

    public override ILine Line => _line;

    public override TimeProvider Time => TimeProvider.System;

    /// <summary>The far side's socket.</summary>
    public Socket? Peer { get; private set; }

    public static async Task<TcpWire> PlugAsync(string scheme, string transcript, string options = "")
    {
        var wire = new TcpWire(scheme, options);
        await wire.MendAsync(transcript);
        await wire._line.OpenAsync(default);
        return wire;
    }

    public override async Task CutAsync()
    {
        await Accepted;
        _far!.Dispose();
    }

    public override Task MendAsync(string transcript)
    {
        Accepted = AcceptAsync(transcript);
        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await _line.DisposeAsync();
        _far?.Dispose();
        _listener.Dispose();
    }

    /// <summary>Completes when the line has connected.</summary>
    public Task Accepted { get; private set; } = Task.CompletedTask;

    private async Task AcceptAsync(string transcript)
    {
        Peer = await _listener.AcceptSocketAsync();
        Peer.NoDelay = true;
        var stream = new NetworkStream(Peer, ownsSocket: true);
        _far = new FarEnd(stream, stream, transcript);
    }
}
