using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.Export;

/// <summary>Numbers and traces by OTLP, as a receiver decodes them that knows nothing of the exporter.</summary>
public sealed class OtlpTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Numbers_and_traces_arrive_and_are_those_of_the_metrics_page(bool isGrpc)
    {
        await using var receiver = await OtlpReceiver.StartAsync(isGrpc);
        await using var district = await RunningDistrict.StartAsync(One(), TimeProvider.System);
        using TestSite site = new();
        site.Write("otlp.headers", "x-api-key=4711\n");
        site.Configure(district, "1s", ("telemetry", new { otlp = receiver.Address, protocol = isGrpc ? "grpc" : "http/protobuf", every = "1s", traces = 1, headersFile = "otlp.headers" }), ("sinks", (object[])[new { name = "archive", files = "export", every = "0s" }]));
        await using var service = site.Start();

        await Patience.UntilAsync(
            () => receiver.Metrics.TryGetValue("amr_request_seconds", out var requests) && requests.Points.Any(point => point.Count > 0)
                && receiver.Metrics.TryGetValue("amr_readings_total", out var readings) && readings.Points.Any(point => point.Value > 0)
                && receiver.Spans.Any(span => span.Name == "amr.commit") && receiver.Spans.Any(span => span.Name == "amr.exchange") && receiver.Spans.Any(span => span.Name == "amr.delivery"),
            () => $"{string.Join(' ', receiver.Metrics.Keys)}; {receiver.Spans.Count} spans; {service.Said}");

        Assert.Equal("amr-collector", receiver.Resource["service.name"]);
        Assert.Equal("test", receiver.Resource["service.instance.id"]);
        Assert.Equal("4711", receiver.Key);
        Assert.Equal("gauge", receiver.Metrics["amr_bus_up"].Kind);
        Assert.Equal("sum", receiver.Metrics["amr_readings_total"].Kind);
        Assert.Equal("histogram", receiver.Metrics["amr_ledger_fsync_seconds"].Kind);
        Assert.Contains(receiver.Metrics["amr_bus_up"].Points, point => point.Labels["line"] == "box");
        Assert.Contains(receiver.Spans, span => span.Name == "amr.exchange" && span.Labels["line"] == "box" && span.Labels["outcome"] == "answered");
        Assert.Contains(receiver.Spans, span => span.Name == "amr.delivery" && span.Labels["feed"] == "archive" && span.Labels["outcome"] == "taken");
        var page = await service.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var told = page.Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).Where(name => page.Contains($"\n{name}{{", StringComparison.Ordinal) || page.Contains($"\n{name} ", StringComparison.Ordinal));
        await Patience.UntilAsync(() => !told.Except(receiver.Metrics.Keys).Any(), () => string.Join(' ', told.Except(receiver.Metrics.Keys)));
    }

    [Fact]
    public async Task A_receiver_that_is_away_is_told_in_the_log_and_holds_nothing_up_and_a_reload_ends_the_export()
    {
        await using var district = await RunningDistrict.StartAsync(One(), TimeProvider.System);
        using TestSite site = new();
        site.Configure(district, "1s", ("telemetry", new { otlp = $"http://127.0.0.1:{QuietPort.Find()}", every = "1s", traces = 1 }));
        await using var service = site.Start();
        await Patience.UntilAsync(() => service.Said.Contains("not taken by the OTLP receiver", StringComparison.Ordinal), () => service.Said);
        await service.AskUntilAsync("/v1/lines", lines => lines.Contains("\"answering\":1", StringComparison.Ordinal));
        await using var receiver = await OtlpReceiver.StartAsync(isGrpc: false);

        site.Configure(district, "1s", ("telemetry", new { otlp = receiver.Address, every = "1s" }));
        await ReloadAsync(site);
        await Patience.UntilAsync(() => receiver.Metrics.ContainsKey("amr_bus_up"), () => service.Said);
        Assert.Empty(receiver.Spans);
        site.Configure(district, "1s");
        await ReloadAsync(site);

        await service.TerminateAsync();
        Assert.Equal(0, await service.EndAsync());
    }

    private static async Task ReloadAsync(TestSite site)
    {
        var (exit, output, errors) = await Command.AmrAsync("reload", "--config", site.Folder);
        Assert.True(exit == 0, output + errors);
    }

    private static District One() => new()
    {
        Name = "otlp",
        Lines = [new() { Name = "box", Wire = WireKind.Tcp, Groups = [new() { Kind = MeterKind.All["dlt645-2007-1p"], Count = 1, FirstNumber = 202_611_020_001 }] }],
    };
}
