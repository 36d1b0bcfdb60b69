using System.Diagnostics;
using System.Text.Json;
using AmrCollector.EndToEnd.Support;

namespace AmrCollector.EndToEnd.Service;

public sealed class LifetimeTests
{
    [NeedsFact("/bin/sh")]
    public async Task A_terminated_service_ends_in_time_and_goes_on_where_it_was_with_nothing_lost_or_doubled()
    {
        await using var site = await LiveSite.StartAsync();
        List<string> given = [];
        await using (var service = site.StartService())
        {
            await service.AskUntilAsync("/readyz", answer => Entries(answer) > 200);
            given.AddRange(await IdsAsync(service));
            var poll = service.Http.GetAsync(new Uri("/v1/readings?wait=30s&meter=nobody", UriKind.Relative));
            await service.AskUntilAsync("/healthz", answer => answer.Length > 0); // the poll, sent before, waits there by now
            var watch = Stopwatch.StartNew();
            await service.TerminateAsync();
            Assert.Equal(0, await service.EndAsync());
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"took {watch.Elapsed}"); // promised are 5 s on a machine that does nothing else
            Assert.Contains("Ended; everything handed over is committed", service.Said, StringComparison.Ordinal);
            using var cut = await poll;
            Assert.Equal(503, (int)cut.StatusCode); // not 4xx: there was nothing wrong with the request
            Assert.NotNull(cut.Headers.RetryAfter?.Delta);
            Assert.Contains("nosniff", cut.Headers.GetValues("X-Content-Type-Options"));
        }

        await using var again = site.StartService();
        await again.AskUntilAsync("/readyz", answer => Entries(answer) > given.Count + 50);
        var now = await IdsAsync(again);
        Assert.Equal(given, now.Take(given.Count));
        Assert.Equal(now.Count, now.Distinct(StringComparer.Ordinal).Count());
        var (exit, verdict) = await Command.RunAsync("dotnet", Path.Combine(AppContext.BaseDirectory, "amr.dll"), "ledger", "verify", "--ledger", Path.Combine(site.Folder, "data", "ledger"));
        Assert.True(exit == 0, verdict);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_in_a_sentence_and_ends_with_6()
    {
        await using var site = await LiveSite.StartAsync();
        using System.Net.Sockets.TcpListener taken = new(System.Net.IPAddress.Loopback, site.Port);
        taken.Start();
        await using var service = site.StartService();
        Assert.Equal(6, await service.EndAsync());
        Assert.Contains("cannot be bound", service.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_of_the_configuration_are_all_told_and_end_with_3()
    {
        await using var site = await LiveSite.StartAsync();
        await File.AppendAllTextAsync(Path.Combine(site.Folder, "meters.csv"), "1,nowhere,dlt645-2007-1p,1,often\n2,nowhere,acme,2,never\n");
        await using var service = site.StartService();
        Assert.Equal(3, await service.EndAsync());
        Assert.Equal(4, service.Said.Split("no such").Length - 1);
    }

    [Fact]
    public async Task Everything_the_service_answers_over_http_is_there()
    {
        await using var site = await LiveSite.StartAsync();
        await using var service = site.StartService();
        await service.AskUntilAsync("/readyz", answer => Entries(answer) > 20);
        var id = await service.AskUntilAsync("/v1/meters?limit=1", answer => answer.Contains("\"next\":\"", StringComparison.Ordinal));
        using var first = JsonDocument.Parse(id);
        var meter = first.RootElement.GetProperty("meters")[0].GetProperty("meter").GetString();
        await service.AskUntilAsync($"/v1/meters/{meter}", answer => answer.Contains("1-0:1.8.0", StringComparison.Ordinal));
        await service.AskUntilAsync("/metrics", answer => answer.Contains("amr_bus_up{line=\"box-1\"} 1\n", StringComparison.Ordinal));
        await service.AskUntilAsync("/v1/lines", answer => answer.Contains("\"line\":\"box-1\"", StringComparison.Ordinal));
        await service.AskUntilAsync("/", answer => answer.Contains("<h1>live</h1>", StringComparison.Ordinal));
        using var missing = await service.Http.GetAsync(new Uri("/v1/meters/nobody", UriKind.Relative));
        Assert.Equal(404, (int)missing.StatusCode);
        Assert.Equal("application/problem+json", missing.Content.Headers.ContentType?.MediaType);
    }

    private static long Entries(string readiness)
    {
        using var answer = JsonDocument.Parse(readiness);
        return answer.RootElement.GetProperty("entries").GetInt64();
    }

    private static async Task<List<string>> IdsAsync(ServiceProcess service)
    {
        List<string> ids = [];
        for (string? after = null; ;)
        {
            var page = await service.Http.GetStringAsync(new Uri($"/v1/readings?limit=500{(after is null ? "" : $"&after={after}")}", UriKind.Relative));
            using var answer = JsonDocument.Parse(page);
            var before = ids.Count;
            var entries = answer.RootElement.GetProperty("entries");
            ids.AddRange(entries.EnumerateArray().Select(entry => entry.GetProperty("id").GetString()!));
            if (ids.Count == before) return ids;
            after = answer.RootElement.GetProperty("next").GetString();
        }
    }
}
