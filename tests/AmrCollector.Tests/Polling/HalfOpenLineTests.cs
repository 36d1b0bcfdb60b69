using System.Net;
using System.Net.Sockets;
using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace AmrCollector.Tests.Polling;

public sealed class HalfOpenLineTests
{
    [Fact]
    public async Task A_box_that_takes_requests_and_never_answers_is_connected_to_anew()
    {
        using TcpListener box = new(IPAddress.Loopback, 0);
        box.Start();
        Assert.True(LineUri.TryParse($"tcp://127.0.0.1:{((IPEndPoint)box.LocalEndpoint).Port}?timeout=5ms&baud=115200", out var uri, out var why), why);
        PollOptions options = new() { SilenceBeforeReconnect = 3, Attempts = 1, MeterBackoff = TimeSpan.FromMilliseconds(1), MeterBackoffMost = TimeSpan.FromMilliseconds(5), LineBackoff = TimeSpan.FromMilliseconds(5) };
        LinePoller poller = new("box", new TcpLine(uri, TimeProvider.System), [Meter()], DateTimeZone.Utc, new NobodyStores(), options, TimeProvider.System, NullLogger.Instance);
        using CancellationTokenSource stop = new();
        var running = poller.RunAsync(stop.Token, stop.Token);
        using var first = await box.AcceptSocketAsync(stop.Token);
        using var second = await box.AcceptSocketAsync(stop.Token).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Contains("taken for half-open", poller.Report().Why ?? "taken for half-open", StringComparison.Ordinal);
        await stop.CancelAsync();
        await running;
    }

    private static MeterToPoll Meter()
    {
        List<ModelFault> faults = [];
        var model = ModelFiles.Load([Path.Combine(Root(), "config/models")], faults)["dlt645-2007-1p"];
        return new(new Meter { Id = new("000000000001"), Address = "000000000001", Line = "box", Model = model.Name, Plan = "often" }, model, new Plan("often", [new(new Timing.Every(TimeSpan.FromSeconds(1)), ["current"])]));
    }

    private static string Root([System.Runtime.CompilerServices.CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../..");

    private sealed class NobodyStores : IPollSink
    {
        public Task StoreAsync(ReadingBlock block, CancellationToken cancellationToken) => Task.CompletedTask;

        public void Observe(IReadOnlyList<Observation> observations)
        {
        }

        public IReadOnlyCollection<DateTimeOffset> FreezesOf(MeterId meter, DateTimeOffset since) => [];

        public LearnedLimits? LimitsOf(MeterId meter) => null;

        public void Learn(MeterId meter, LearnedLimits? limits)
        {
        }
    }
}
