using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.Findings;

/// <summary>Two flats whose meters hang on each other's wires: the commonest wrong bill.</summary>
public sealed class CrossedMetersTests
{
    [Fact]
    public async Task Crossed_meters_are_found_their_bills_blocked_and_a_review_releases_or_rejects_them_for_good()
    {
        await using var district = await RunningDistrict.StartAsync(TwoFlats(), TimeProvider.System);
        using TestSite site = new();
        site.Configure(district, "1h");
        var (one, two) = (district.Meters[0], district.Meters[1]);
        var (first, second) = (one.Address, two.Address);
        (one.Faults, two.Faults) = (new() { Address = second }, new() { Address = first });

        var (exit, output, errors) = await Command.AmrAsync("check", "--meters", "--config", site.Folder, "--json");
        Assert.True(exit == 7, output + errors);
        Assert.Contains($"the list has as meter {two.Id} on line riser at address {second}", output, StringComparison.Ordinal);
        Assert.Contains("\"finding\":\"F-1\"", output, StringComparison.Ordinal);

        await using (var service = site.Start())
        {
            await service.AskUntilAsync("/v1/lines", lines => lines.Contains("\"backlog\":0", StringComparison.Ordinal) && lines.Contains("\"answering\":2", StringComparison.Ordinal));
            var held = await EntriesAsync(service, one.Id);
            Assert.NotEmpty(held);
            Assert.All(held, entry => Assert.True(IsHeldByFinding(entry), entry.ToString()));

            using var local = LocalService.Http(site.Folder);
            using var late = await local.PostAsJsonAsync("/v1/review/F-1", new { decision = "accept", reason = "why", user = "li", version = 7 });
            Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
            (exit, output, errors) = await Command.AmrAsync("review", "list", "--config", site.Folder);
            Assert.True(exit == 0 && output.Contains("F-1", StringComparison.Ordinal) && output.Contains("F-2", StringComparison.Ordinal), output + errors);
            (exit, output, errors) = await Command.AmrAsync("review", "accept", "F-1", "--user", "li", "--reason", "the list is corrected", "--config", site.Folder);
            Assert.True(exit == 0, output + errors);
            (exit, output, errors) = await Command.AmrAsync("review", "reject", "F-2", "--user", "li", "--reason", "of the other flat", "--config", site.Folder);
            Assert.True(exit == 0, output + errors);

            var released = (await EntriesAsync(service, one.Id)).GroupBy(Key).Select(same => same.Last()).ToList();
            Assert.All(released, entry => Assert.False(entry.GetProperty("held").GetBoolean(), entry.ToString()));
            Assert.Contains(released, entry => entry.GetProperty("replaces").GetString() is not null);
            var inForce = (await EntriesAsync(service, two.Id)).GroupBy(Key).Select(same => same.Last()).ToList();
            Assert.NotEmpty(inForce);
            Assert.All(inForce, entry => Assert.Equal("reject", entry.GetProperty("verdict").GetString()));

            (exit, output, errors) = await Command.AmrAsync("check", "--meters", "--config", site.Folder, "--json");
            Assert.True(exit == 7 && errors.Contains("through the service", StringComparison.Ordinal), output + errors);
            await service.TerminateAsync();
            Assert.Equal(0, await service.EndAsync());
        }

        await site.VerifyAsync();
        await using var again = site.Start();
        var findings = await again.AskUntilAsync("/v1/findings", page => page.Contains("F-2", StringComparison.Ordinal));
        Assert.Contains("\"state\":\"accepted\"", findings, StringComparison.Ordinal);
        Assert.Contains("\"state\":\"rejected\"", findings, StringComparison.Ordinal);
        Assert.DoesNotContain("F-3", findings, StringComparison.Ordinal);
    }

    private static bool IsHeldByFinding(JsonElement entry) => entry.GetProperty("held").GetBoolean()
        && entry.GetProperty("rules").EnumerateArray().Any(rule => rule.GetString() == "V03_METER_ID");

    private static (string?, string?, string?) Key(JsonElement entry) =>
        (entry.GetProperty("item").GetString(), entry.GetProperty("instant").GetString(), entry.GetProperty("source").GetString());

    private static async Task<List<JsonElement>> EntriesAsync(ServiceProcess service, string meter)
    {
        var page = await service.Http.GetFromJsonAsync<JsonElement>(new Uri($"/v1/readings?limit=2000&meter={meter}", UriKind.Relative));
        return [.. page.GetProperty("entries").EnumerateArray()];
    }

    private static District TwoFlats() => new()
    {
        Name = "flats",
        Lines =
        [
            new()
            {
                Name = "riser",
                Wire = WireKind.Tcp,
                TurnRound = TimeSpan.FromMilliseconds(1),
                Groups = [new() { Kind = MeterKind.All["dlt645-2007-1p"], Count = 2, FirstNumber = 301 }],
            },
        ],
    };
}
