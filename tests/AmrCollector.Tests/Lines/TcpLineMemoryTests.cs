using System.Net;
using System.Net.Sockets;
using AmrCollector.Lines;
using AmrCollector.Tests.Support;
using Xunit.Abstractions;

namespace AmrCollector.Tests.Lines;

[Collection(AloneCollection.Name)]
public sealed class TcpLineMemoryTests(ITestOutputHelper output)
{
    private const int Exchanges = 60_000;
    private const int Lines = 400;
    private static readonly byte[] Request = Hex.Of("00 01 00 00 00 06 01 04 00 00 00 0A");

    [Fact]
    public async Task Exchanges_in_steady_state_allocate_nothing()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        await using var line = Line(listener);
        await line.OpenAsync(default);
        using var peer = await listener.AcceptSocketAsync();
        Thread answering = new(() => Answer(peer));
        answering.Start();

        using CancellationTokenSource stop = new();
        var buffer = new byte[260];
        // Away from the test runner's synchronization context, whose posts allocate.
        await Task.Run(() => ExchangeAsync(line, buffer, 500, stop.Token));
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await Task.Run(() => ExchangeAsync(line, buffer, Exchanges, stop.Token));
        var each = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Exchanges;
        output.WriteLine($"{each:0.00} bytes an exchange");

        // The test host allocates in the background too; one small object an exchange would be 24 bytes.
        Assert.InRange(each, 0, 5);
        await line.DisposeAsync();
        answering.Join();
    }

    [Fact]
    public async Task An_idle_line_is_small()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start(Lines);
        List<TcpLine> lines = [];
        List<Socket> peers = [];
        await OpenAsync(listener, lines, peers, 20);
        var before = LiveHeap.Bytes();
        var threads = ThreadPool.ThreadCount;
        await OpenAsync(listener, lines, peers, Lines);
        var each = (LiveHeap.Bytes() - before) / Lines;
        output.WriteLine($"{each} bytes a line and its peer socket; threads {threads} to {ThreadPool.ThreadCount}");

        // The far socket is in this process too and is counted with it.
        Assert.True(each <= 4096, $"{each} bytes");
        foreach (var line in lines) await line.DisposeAsync();
        peers.ForEach(peer => peer.Dispose());
    }

    private static async Task OpenAsync(TcpListener listener, List<TcpLine> lines, List<Socket> peers, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var line = Line(listener);
            await line.OpenAsync(default);
            lines.Add(line);
            peers.Add(await listener.AcceptSocketAsync());
        }
    }

    private static TcpLine Line(TcpListener listener)
    {
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return new(new LineUri { Kind = LineKind.ModbusTcp, Text = "modbus+tcp://127.0.0.1", Host = "127.0.0.1", TcpPort = port }, TimeProvider.System);
    }

    private static async Task ExchangeAsync(TcpLine line, byte[] buffer, int count, CancellationToken cancellationToken)
    {
        for (var i = 0; i < count; i++)
        {
            await line.DrainAsync(cancellationToken);
            await line.SendAsync(Request, cancellationToken);
            var deadline = TimeProvider.System.GetTimestamp() + (20 * TimeProvider.System.TimestampFrequency);
            for (var heard = 0; heard < Request.Length;)
            {
                var read = await line.ReceiveAsync(buffer.AsMemory(heard), deadline, cancellationToken);
                Assert.True(read > 0);
                heard += read;
            }
        }
    }

    private static void Answer(Socket peer)
    {
        var buffer = new byte[260];
        try
        {
            while (peer.Receive(buffer, 0, buffer.Length, SocketFlags.None) is > 0 and var read) peer.Send(buffer, 0, read, SocketFlags.None);
        }
        catch (SocketException)
        {
            peer.Dispose();
        }
    }
}
