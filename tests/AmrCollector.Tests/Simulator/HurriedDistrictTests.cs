using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using AmrCollector.Simulator;
using AmrCollector.Simulator.Loads;
using AmrCollector.Simulator.Mqtt;
using AmrCollector.Tests.Lines.Mqtt;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Simulator;

/// <summary>A district whose life goes by faster than time, as somebody outside reads it.</summary>
public sealed class HurriedDistrictTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 1, 20, 15, TimeSpan.Zero); // 09:20:15 of its meters
    private readonly ManualTime _time = new(Start);
    private readonly Socket _client = new(SocketType.Stream, ProtocolType.Tcp);

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Days_pass_in_minutes_with_loads_registers_freezes_and_clocks_until_the_present_is_reached()
    {
        var plan = BusProbe.Plan("dlt645-2007-1p", load: LoadKind.Household) with { TurnRound = TimeSpan.Zero };
        await using var running = await RunningDistrict.StartAsync(new District { Name = "fast", Speed = 144, Behind = TimeSpan.FromDays(3), Lines = [plan] }, _time);
        var meter = running.Meters[0];
        await _client.ConnectAsync("127.0.0.1", int.Parse(running.Lines[0].Uri.Split(':')[^1]));

        Assert.Equal(3, await ShowsAsync(Start.AddDays(-3)));
        _time.Advance(TimeSpan.FromMinutes(10)); // a day of its life
        Assert.Equal(3, await ShowsAsync(Start.AddDays(-2)));
        _time.Advance(TimeSpan.FromHours(1)); // six more, of which two were left
        Assert.Equal(3, await ShowsAsync(_time.GetUtcNow()));
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(3, await ShowsAsync(_time.GetUtcNow()));

        // What an outside reader sees: the clock, the register of that moment, and the last midnight's freeze.
        async Task<int> ShowsAsync(DateTimeOffset instant)
        {
            var local = instant.AddHours(8);
            Assert.Equal(Hex.Of($"{local:ss mm HH}"), (await ReadAsync("04000102"))[4..]);
            Assert.Equal(meter.RegisterAt("1-0:1.8.0", instant), BusProbe.Hundredths((await ReadAsync("00010000")).AsSpan(4, 4)));
            Assert.True(meter.RegisterAt("1-0:1.8.0", instant) > meter.RegisterAt("1-0:1.8.0", instant.AddDays(-1)));
            var midnight = new DateTimeOffset(local.Year, local.Month, local.Day, 0, 0, 0, TimeSpan.FromHours(8));
            Assert.Equal(Hex.Of($"00 00 {midnight:dd MM yy}"), (await ReadAsync("05060001"))[4..]);
            Assert.Equal(meter.RegisterAt("1-0:1.8.0", midnight), BusProbe.Hundredths((await ReadAsync("05060101")).AsSpan(4, 4)));
            return 3;
        }
    }

    [Fact]
    public async Task From_the_present_it_runs_ahead_and_the_wires_keep_their_time()
    {
        var plan = BusProbe.Plan("dlt645-2007-1p") with { TurnRound = TimeSpan.FromMilliseconds(20) };
        await using var running = await RunningDistrict.StartAsync(new District { Name = "fast", Speed = 1000, Lines = [plan] }, _time);
        await _client.ConnectAsync("127.0.0.1", int.Parse(running.Lines[0].Uri.Split(':')[^1]));
        _time.Advance(TimeSpan.FromSeconds(90));
        var reading = ReadAsync("04000101");
        await Eventually.HoldsAsync(() => _time.Waiting > 0, "the turn-round is waited for");
        _time.Advance(TimeSpan.FromMilliseconds(19));
        Assert.False(reading.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(Hex.Of($"{Start.AddHours(8).AddSeconds(90_000):dd MM yy}"), (await reading)[5..]); // a day and an hour later
    }

    [Fact]
    public async Task Gateways_report_as_much_more_often()
    {
        await using SmallBroker broker = new();
        ConcurrentQueue<string> published = new();
        broker.Published = (_, payload) => published.Enqueue(Encoding.UTF8.GetString(payload));
        ReportPlan plan = new() { Name = "g", Topic = "s/{gateway}/{meter}", Groups = [new MeterGroup { Kind = MeterKind.All["dlt645-2007-1p"], Count = 1, FirstNumber = 202611210001 }] };
        await using var running = await RunningDistrict.StartAsync(
            new District { Name = "fast", Speed = 900, Lines = [], Gateways = [plan], Broker = new("127.0.0.1", broker.Port) }, _time);
        var reported = 0L;
        for (var second = 0; second < 5; second++)
        {
            await Eventually.HoldsAsync(() => running.Gateways[0].Reported >= reported && _time.Waiting > 0, "it waits for its next report");
            reported = running.Gateways[0].Reported + 1;
            _time.Advance(TimeSpan.FromSeconds(1)); // a quarter of an hour of its life
        }

        await Eventually.HoldsAsync(() => running.Gateways[0].Reported >= 5, "five reports");
    }

    [Theory]
    [InlineData("\"speed\": 0", "\"speed\" is a whole number from 1 to 100000.")]
    [InlineData("\"behind\": \"-1d\"", "\"behind\" is how far in the past it begins")]
    public void A_life_that_makes_no_sense_is_a_fault(string members, string sentence)
    {
        var json = $$"""{ "name": "x", {{members}}, "lines": [ { "name": "a", "wire": "tcp", "meters": [ { "model": "dlt645-2007-1p", "first": "000000000001" } ] } ] }""";
        Assert.Contains(sentence, Assert.Throws<DistrictException>(() => AmrCollector.Simulator.Files.DistrictFile.Read("test.json", Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);
    }

    private async Task<byte[]> ReadAsync(string id)
    {
        await _client.SendAsync(BusProbe.Frame(BusProbe.FirstNumber, 0x11, BusProbe.Wire(id)), SocketFlags.None);
        var buffer = new byte[300];
        var length = 0;
        while (length < 12 || length < 12 + buffer[9]) length += await _client.ReceiveAsync(buffer.AsMemory(length), SocketFlags.None);
        var (control, data) = BusProbe.Open(buffer[..length]);
        Assert.Equal(0x91, control);
        return data;
    }
}
