using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.Service;

/// <summary>Technicians' verbs while the service owns the line.</summary>
public sealed class ThroughServiceTests
{
    [NeedsFact("/dev/ptmx")]
    public async Task A_read_and_a_scan_take_their_turns_on_a_port_that_only_the_service_opens_while_polling_goes_on()
    {
        await using var district = await RunningDistrict.StartAsync(Riser(WireKind.Pty), TimeProvider.System);
        using TestSite site = new();
        site.Configure(district, "1s");
        await using var service = site.Start();
        await service.AskUntilAsync("/v1/lines", lines => lines.Contains("\"answering\":2", StringComparison.Ordinal));
        await using OpenPort port = new(district.Lines[0].Uri["serial:".Length..].Split('?')[0]);

        var meter = district.Meters[0];
        var (exit, output, errors) = await Command.AmrAsync(
            "read", district.Lines[0].Uri, "--config", site.Folder, "--model", meter.Model, "--address", meter.Address, "1-0:1.8.0", "--json");
        Assert.True(exit == 0, output + errors);
        Assert.Contains($"through the service at unix:{site.Folder}/data/amr.sock", errors, StringComparison.Ordinal);
        using (var value = JsonDocument.Parse(output)) Assert.NotNull(value.RootElement.GetProperty("value").GetString());

        var polled = await EntriesAsync(service);
        (exit, output, errors) = await Command.AmrAsync("scan", "riser", "--config", site.Folder, "--protocol", "dlt645-2007", "--addresses", "000000000000-000000000009", "--json");
        Assert.True(exit == 0, output + errors);
        Assert.Equal(district.Meters.Select(one => one.Address).Order(), Addresses(output).Order());
        Assert.True(await EntriesAsync(service) > polled, "nothing was polled during the scan");
        Assert.Equal([service.Id], port.Holders());
    }

    [NeedsFact("/dev/ptmx")]
    public async Task A_scan_at_another_speed_sets_the_port_for_its_turns_and_leaves_it_as_it_was()
    {
        await using var district = await RunningDistrict.StartAsync(Riser(WireKind.Pty, faster: 19200), TimeProvider.System);
        using TestSite site = new();
        site.Configure(district, "1s");
        await using var service = site.Start();
        await service.AskUntilAsync("/v1/lines", lines => lines.Contains("\"answering\":2", StringComparison.Ordinal));
        var (exit, output, errors) = await Command.AmrAsync(
            "scan", "riser", "--config", site.Folder, "--protocol", "dlt645-2007", "--baud", "4800,19200", "--addresses", "000000000009-000000000009", "--json");
        Assert.True(exit == 0, output + errors);
        Assert.Contains("\"baud\":19200", output, StringComparison.Ordinal);
        var polled = await EntriesAsync(service);
        await Patience.UntilAsync(async () => await EntriesAsync(service) > polled + 2, () => service.Said);
    }

    [Fact]
    public async Task A_tcp_line_has_one_connection_whoever_asks()
    {
        await using var district = await RunningDistrict.StartAsync(Riser(WireKind.Tcp), TimeProvider.System);
        using TestSite site = new();
        site.Configure(district, "1s");
        await using var service = site.Start();
        await service.AskUntilAsync("/v1/lines", lines => lines.Contains("\"answering\":2", StringComparison.Ordinal));
        var address = district.Lines[0].Uri.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        var meter = district.Meters[1];
        var reads = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Command.AmrAsync(
            "read", address, "--config", site.Folder, "--model", meter.Model, "--address", meter.Address, "1-0:1.8.0", "--json")));
        Assert.All(reads, read => Assert.True(read.Exit == 0 && read.Errors.Contains("through the service", StringComparison.Ordinal), read.Output + read.Errors));
        Assert.DoesNotContain("closed the connection", service.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_route_reads_meters_and_says_what_is_wrong()
    {
        await using var district = await RunningDistrict.StartAsync(Riser(WireKind.Tcp), TimeProvider.System);
        using TestSite site = new();
        site.Configure(district, "1h");
        await using var service = site.Start();
        await service.AskUntilAsync("/v1/lines", lines => lines.Contains("\"answering\":2", StringComparison.Ordinal));
        var meter = district.Meters[0];
        var (status, answer) = await PostAsync(site, new { meter = meter.Id, items = (string[])["1-0:1.8.0", "04000401"] });
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["04000401", "1-0:1.8.0"], answer.GetProperty("values").EnumerateArray().Select(value => value.GetProperty("item").GetString()!).Order(StringComparer.Ordinal));

        (status, answer) = await PostAsync(site, new { line = "riser", request = "68 AA AA AA AA AA AA 68 13 00 DF 16", window = 300, listen = "window" });
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(answer.GetProperty("listenedMs").GetDecimal() >= 300);
        Assert.NotEqual(0, answer.GetProperty("chunks").GetArrayLength());

        (status, answer) = await PostAsync(site, new { line = "nowhere", request = "00", window = 1 });
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal("riser", answer.GetProperty("known")[0].GetString());
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(site, new { line = "riser", request = "6", window = 1 })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(site, new { line = "riser", request = "68 99 99 99 99 99 99 68 08 06 33 33 33 33 33 33 A6 16", window = 1 })).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(site, new { line = "riser", request = "68 AA AA AA AA AA AA 68 13 00 DF 16", window = 1, baud = 9600 })).Status);
    }

    [Fact]
    public async Task A_line_that_is_down_answers_at_once_and_says_why()
    {
        var gone = await RunningDistrict.StartAsync(Riser(WireKind.Tcp), TimeProvider.System);
        using TestSite site = new();
        site.Configure(gone, "1s");
        var meter = gone.Meters[0].Id;
        await gone.DisposeAsync();
        await using var service = site.Start();
        await service.AskUntilAsync("/v1/lines", lines => lines.Contains("refuses the connection", StringComparison.Ordinal));
        var (status, answer) = await PostAsync(site, new { meter });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("refuses the connection", answer.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traffic_of_a_line_is_streamed_both_ways()
    {
        await using var district = await RunningDistrict.StartAsync(Riser(WireKind.Tcp), TimeProvider.System);
        using TestSite site = new();
        site.Configure(district, "1s");
        await using var service = site.Start();
        await service.AskUntilAsync("/v1/lines", lines => lines.Contains("\"answering\":2", StringComparison.Ordinal));
        using var stream = new StreamReader(await service.Http.GetStreamAsync(new Uri("/v1/lines/riser/traffic", UriKind.Relative)));
        using (var first = JsonDocument.Parse((await stream.ReadLineAsync())!)) Assert.Equal(1, first.RootElement.GetProperty("amrCapture").GetInt32());
        HashSet<string> directions = [];
        while (directions.Count < 2)
        {
            using var piece = JsonDocument.Parse((await stream.ReadLineAsync())!);
            directions.Add(piece.RootElement.GetProperty("dir").GetString()!);
            Assert.NotEmpty(Convert.FromHexString(piece.RootElement.GetProperty("bytes").GetString()!));
        }
    }

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync<T>(TestSite site, T body)
    {
        using var service = LocalService.Http(site.Folder);
        using var answer = await service.PostAsJsonAsync("/v1/exchanges", body);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private static async Task<long> EntriesAsync(ServiceProcess service)
    {
        // Readings only: who takes a turn is in the ledger too.
        return (await service.Http.GetStringAsync(new Uri("/v1/readings?limit=10000", UriKind.Relative))).Split("\"readAt\"").Length - 1;
    }

    private static IEnumerable<string> Addresses(string output)
    {
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var found = JsonDocument.Parse(line);
            yield return found.RootElement.GetProperty("address").GetString()!;
        }
    }

    /// <summary>Two meters, 1 and 2; with <paramref name="faster"/> also meter 9, which only hears that speed.</summary>
    private static District Riser(WireKind wire, int? faster = null) => new()
    {
        Name = "riser",
        Lines =
        [
            new()
            {
                Name = "riser",
                Wire = wire,
                Baud = wire == WireKind.Pty ? 9600 : 0,
                TurnRound = TimeSpan.FromMilliseconds(20),
                Groups =
                [
                    new() { Kind = MeterKind.All["dlt645-2007-1p"], Count = 2, FirstNumber = 1 },
                    .. faster is { } baud ? [new() { Kind = MeterKind.All["dlt645-2007-1p"], FirstNumber = 9, Baud = baud }] : Array.Empty<MeterGroup>(),
                ],
            },
        ],
    };
}
