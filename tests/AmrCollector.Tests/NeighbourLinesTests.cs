using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;
using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Polling;
using AmrCollector.Simulator;
using AmrCollector.Tests.Polling.Bus;
using Microsoft.Extensions.Logging.Abstractions;

namespace AmrCollector.Tests;

public sealed class NeighbourLinesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("amr-neighbours-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Lines_that_are_refused_swallowed_or_absent_do_not_touch_their_neighbour()
    {
        await using var running = await RunningDistrict.StartAsync(
            new() { Name = "test", Lines = [new() { Name = "well", Wire = WireKind.Tcp, TurnRound = TimeSpan.FromMilliseconds(1), Groups = [new() { Kind = MeterKind.All[RiserRun.ModelName], Count = 4, FirstNumber = 1 }] }] },
            TimeProvider.System);
        using TcpListener swallowing = new(IPAddress.Loopback, 0), refusing = new(IPAddress.Loopback, 0);
        swallowing.Start();
        refusing.Start();
        var (swallowed, refused) = (((IPEndPoint)swallowing.LocalEndpoint).Port, ((IPEndPoint)refusing.LocalEndpoint).Port);
        refusing.Stop();
        (string Name, string Uri)[] lines =
        [
            ("refused", $"tcp://127.0.0.1:{refused}"), ("swallowed", $"tcp://127.0.0.1:{swallowed}?timeout=200ms"), ("absent", "serial:/dev/no-such-port?baud=2400"),
            ("well", $"{running.Lines[0].Uri}?timeout=10s"), // a machine's pause is no silence of the meter
        ];
        Plan plan = new("plan", [RiserRun.Every("1s", "current")]);
        List<Meter> meters = [.. running.Meters.Select(meter => Of(meter.Id, meter.Address, "well"))];
        foreach (var (name, _) in lines.SkipLast(1)) meters.AddRange(Enumerable.Range(1, 3).Select(i => Of($"{name}{i}", $"{i}", name)));
        CollectionSetup setup = new()
        {
            Site = "test",
            Zone = RiserRun.Zone,
            Lines = [.. lines.Select(line => LineUri.TryParse(line.Uri, out var uri, out var why) ? new LineSetup(line.Name, uri) : throw new InvalidOperationException(why))],
            Meters = meters,
            Models = RiserRun.Models,
            Plans = new Dictionary<string, Plan> { [plan.Name] = plan }.ToFrozenDictionary(),
            DataFolder = _folder,
        };

        await using var collection = Collection.Open(setup, new PollOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        using CancellationTokenSource stop = new(), patience = new(TimeSpan.FromSeconds(60));
        var run = collection.RunAsync(stop.Token);
        LineReport Line(string name) => collection.Report().Lines.Single(line => line.Line == name);
        while (Line("well").Answered < 12 || Line("swallowed").Silent < 3) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        var well = Line("well");
        Assert.Equal((4, 0, 0L, TimeSpan.Zero), (well.Answering, well.Dead, well.Silent, well.Lost));
        Assert.False(Line("refused").Up);
        Assert.False(Line("absent").Up);
        Assert.True(Line("swallowed").Lost > TimeSpan.Zero);
        await stop.CancelAsync();
        await run;

        Meter Of(string id, string address, string line) => new() { Id = new(id), Address = address, Line = line, Model = RiserRun.ModelName, Plan = plan.Name };
    }
}
