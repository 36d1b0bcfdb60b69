using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Simulator;

namespace AmrCollector.Tests.Simulator;

public class RunningDistrictTests
{
    [Fact]
    public async Task A_concentrator_answers_a_request_that_comes_in_pieces()
    {
        await using var running = await StartAsync(Plan());
        using var client = await ConnectAsync(running);
        foreach (var b in Request()) await client.SendAsync(new[] { b }, SocketFlags.None);
        var frame = await ReadFrameAsync(client);
        Assert.Equal(0x91, BusProbe.Open(frame).Control);
        Assert.Equal(1, running.Lines[0].Answered);
        Assert.Equal(1, running.Meter(BusProbe.FirstNumber).Requests);
    }

    [Fact]
    public async Task A_second_client_is_refused_and_the_first_one_may_come_back()
    {
        await using var running = await StartAsync(Plan());
        using (var first = await ConnectAsync(running))
        {
            await first.SendAsync(Request(), SocketFlags.None);
            await ReadFrameAsync(first);
            using var second = await ConnectAsync(running);
            Assert.Equal(0, await EndOfAsync(second));
            await first.SendAsync(Request(), SocketFlags.None);
            await ReadFrameAsync(first);
        }

        await ServesAgainAsync(running);
    }

    [Fact]
    public async Task A_box_that_lets_itself_be_taken_over_drops_the_old_client()
    {
        await using var running = await StartAsync(Plan() with { KicksOldClient = true });
        using var first = await ConnectAsync(running);
        await first.SendAsync(Request(), SocketFlags.None);
        await ReadFrameAsync(first);
        using var second = await ConnectAsync(running);
        Assert.Equal(0, await EndOfAsync(first));
        await second.SendAsync(Request(), SocketFlags.None);
        Assert.Equal(0x91, BusProbe.Open(await ReadFrameAsync(second)).Control);
    }

    [Fact]
    public async Task A_cut_connection_ends_and_the_line_serves_the_next_one()
    {
        await using var running = await StartAsync(Plan());
        using var client = await ConnectAsync(running);
        await client.SendAsync(Request(), SocketFlags.None);
        await ReadFrameAsync(client);
        running.Lines[0].Cut();
        Assert.Equal(0, await EndOfAsync(client));
        await ServesAgainAsync(running);
    }

    [Fact]
    public async Task Garbage_on_a_gateway_costs_the_client_its_connection_and_nothing_else()
    {
        var plan = BusProbe.Plan("abb-b23") with { Wire = WireKind.Mbap, TurnRound = TimeSpan.Zero };
        await using var running = await StartAsync(plan);
        using (var client = await ConnectAsync(running))
        {
            await client.SendAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray(), SocketFlags.None);
            Assert.Equal(0, await EndOfAsync(client));
        }

        using var next = await ConnectAsync(running);
        await next.SendAsync(Convert.FromHexString("000100000006010350000004"), SocketFlags.None);
        var reply = new byte[64];
        Assert.Equal(17, await next.ReceiveAsync(reply, SocketFlags.None));
    }

    [Fact]
    public async Task An_echoing_line_returns_the_request_first()
    {
        await using var running = await StartAsync(Plan() with { Faults = new LineFaults { Echo = true, Fragment = 5 } });
        using var client = await ConnectAsync(running);
        await client.SendAsync(Request(), SocketFlags.None);
        Assert.Equal(Request(), await ReadFrameAsync(client));
        Assert.Equal(0x91, BusProbe.Open(await ReadFrameAsync(client)).Control);
    }

    [Fact]
    public async Task A_paced_line_spreads_request_turn_round_and_reply_over_their_wire_time()
    {
        var plan = Plan() with { Baud = 2400, TurnRound = TimeSpan.FromMilliseconds(20) };
        await using var running = await StartAsync(plan);
        using var client = await ConnectAsync(running);
        var begun = Stopwatch.GetTimestamp();
        await client.SendAsync(Request(), SocketFlags.None);
        var reply = await ReadFrameAsync(client);
        var wire = TimeSpan.FromSeconds((Request().Length + reply.Length) * 11 / 2400.0) + plan.TurnRound;
        Assert.True(Stopwatch.GetElapsedTime(begun) >= wire);
    }

    [Fact]
    public async Task A_late_reply_comes_after_the_one_to_the_next_request()
    {
        await using var running = await StartAsync(Plan());
        using var client = await ConnectAsync(running);
        running.Meters[0].Faults = MeterFaults.None with { Late = TimeSpan.FromMilliseconds(300) };
        await client.SendAsync(Request(), SocketFlags.None);
        await client.SendAsync(BusProbe.Frame(running.Meters[1].Id, 0x11, BusProbe.Wire("00010000")), SocketFlags.None);
        Assert.Equal(running.Meters[1].Id, AddressOf(await ReadFrameAsync(client)));
        Assert.Equal(running.Meters[0].Id, AddressOf(await ReadFrameAsync(client)));
    }

    [Fact]
    public async Task A_line_that_is_closed_forgets_what_was_late()
    {
        var running = await StartAsync(Plan());
        using var client = await ConnectAsync(running);
        running.Meters[0].Faults = MeterFaults.None with { Late = TimeSpan.FromDays(1) };
        for (var i = 0; i < 20; i++) await client.SendAsync(Request(), SocketFlags.None);
        await client.SendAsync(BusProbe.Frame(running.Meters[1].Id, 0x11, BusProbe.Wire("00010000")), SocketFlags.None);
        await ReadFrameAsync(client);
        await running.DisposeAsync();
        Assert.Equal(0, await EndOfAsync(client));
    }

    [Fact]
    public async Task Boxes_are_numbered_on()
    {
        await using var running = await RunningDistrict.StartAsync(District.OfBoxes(3, 5, TimeSpan.Zero), TimeProvider.System);
        Assert.Equal(["202700000000", "202700000014"], [running.Meters[0].Id, running.Meters[14].Id]);
        Assert.Equal(3, running.Lines.Select(line => line.Uri).Distinct().Count());
    }

    [Fact]
    public void Byte_errors_flip_about_as_many_bits_as_was_asked()
    {
        var bytes = new byte[100_000];
        ulong step = 0;
        AmrCollector.Simulator.Bus.WireFaults.FlipBits(bytes, 1000, seed: 5, ref step);
        Assert.InRange(bytes.Count(b => b != 0), 50, 200);
    }

    [Fact]
    public async Task A_gateway_may_serve_several_clients_and_refuses_one_more()
    {
        var plan = BusProbe.Plan("abb-b23") with { Wire = WireKind.Mbap, TurnRound = TimeSpan.Zero, Clients = 3 };
        await using var running = await StartAsync(plan);
        using Socket one = await ConnectAsync(running), two = await ConnectAsync(running), three = await ConnectAsync(running);
        Socket[] clients = [one, two, three];
        var request = Convert.FromHexString("000100000006010350000004");
        for (var round = 0; round < 3; round++)
        {
            foreach (var client in clients) await client.SendAsync(request.AsMemory(0, 5), SocketFlags.None);
            foreach (var client in clients) await client.SendAsync(request.AsMemory(5), SocketFlags.None);
            foreach (var client in clients) Assert.Equal(17, await client.ReceiveAsync(new byte[64], SocketFlags.None));
        }

        using var fourth = await ConnectAsync(running);
        Assert.Equal(0, await EndOfAsync(fourth));
        Assert.Equal(9, running.Lines[0].Answered);
    }

    [Fact]
    public async Task A_taken_port_is_named()
    {
        await using var running = await StartAsync(Plan());
        var port = int.Parse(running.Lines[0].Uri.Split(':')[^1]);
        var taken = await Assert.ThrowsAsync<IOException>(() => StartAsync(Plan() with { Port = port }));
        Assert.Contains($"Line probe cannot listen on 127.0.0.1:{port}", taken.Message, StringComparison.Ordinal);
    }

    private static LinePlan Plan() => BusProbe.Plan("dlt645-2007-1p", count: 2) with { TurnRound = TimeSpan.Zero };

    private static byte[] Request() => BusProbe.Frame(BusProbe.FirstNumber, 0x11, BusProbe.Wire("00010000"));

    private static Task<RunningDistrict> StartAsync(LinePlan plan) =>
        RunningDistrict.StartAsync(new District { Name = "test", Lines = [plan] }, TimeProvider.System);

    private static async Task<Socket> ConnectAsync(RunningDistrict running)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(new IPEndPoint(IPAddress.Loopback, int.Parse(running.Lines[0].Uri.Split(':')[^1])));
        return client;
    }

    // The box notices the loss of its client when the operating system tells it, so the first tries may be refused.
    private static async Task ServesAgainAsync(RunningDistrict running)
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            using var client = await ConnectAsync(running);
            try
            {
                await client.SendAsync(Request(), SocketFlags.None);
                var reply = new byte[64];
                if (await client.ReceiveAsync(reply, SocketFlags.None) > 0) return;
            }
            catch (SocketException)
            {
                continue;
            }
        }

        Assert.Fail("the line did not serve again");
    }

    private static string AddressOf(byte[] reply) => Dlt645Frame.TryParse(reply, out var frame) ? frame.Address.ToString() : "";

    private static async Task<int> EndOfAsync(Socket client)
    {
        try
        {
            return await client.ReceiveAsync(new byte[16], SocketFlags.None);
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    private static async Task<byte[]> ReadFrameAsync(Socket client)
    {
        var (buffer, filled) = (new byte[1], new List<byte>());
        while (await client.ReceiveAsync(buffer, SocketFlags.None) == 1)
        {
            filled.Add(buffer[0]);
            if (Dlt645Frame.TryParse(filled.ToArray(), out _)) return [.. filled];
        }

        throw new IOException("closed in the middle of a frame");
    }
}
