using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AmrCollector.EndToEnd.Support;

namespace AmrCollector.EndToEnd.Review;

/// <summary>A day with seven times the usual consumption waits for a person.</summary>
public sealed class ReviewTests
{
    [Fact]
    public async Task A_held_reading_is_shown_with_its_evidence_decided_once_and_the_feed_carries_the_revision()
    {
        using var held = await HeldSite.CreateAsync();
        await using var service = held.Site.Start();
        var queue = JsonDocument.Parse(await service.AskUntilAsync("/v1/review", page => page.Contains("V30_HIGH_USAGE", StringComparison.Ordinal))).RootElement;
        Assert.Equal(1, queue.GetProperty("open").GetInt32());
        var id = queue.GetProperty("entries")[0].GetProperty("id").GetString()!;
        string[] config = ["--config", held.Site.Folder];

        var (exit, output, errors) = await Command.AmrAsync(["review", "list", .. config]);
        Assert.True(exit == 0 && output.Contains(id, StringComparison.Ordinal) && output.Contains("60 kWh a day", StringComparison.Ordinal), output + errors);
        (exit, output, errors) = await Command.AmrAsync(["explain", id, .. config]);
        Assert.True(exit == 0, output + errors);
        Assert.All((string[])["V30_HIGH_USAGE  highDeviations 6", "thresholds of version", "<< 6801000000000068910833333433785634457E16", "120123.45 kWh", "chain: place 19"], part => Assert.Contains(part, output, StringComparison.Ordinal));

        using var local = LocalService.Http(held.Site.Folder);
        using var stranger = await service.Http.PostAsJsonAsync(new Uri($"/v1/review/{id}", UriKind.Relative), new { decision = "accept", reason = "seen", user = "li", version = 1 });
        Assert.Equal(HttpStatusCode.Forbidden, stranger.StatusCode);
        using var blind = await DecideAsync(local, id, new { decision = "accept", reason = "seen", user = "li" });
        Assert.Equal((HttpStatusCode)428, blind.StatusCode);
        using var stale = await DecideAsync(local, id, new { decision = "accept", reason = "seen", user = "li", version = 2 });
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        (exit, output, errors) = await Command.AmrAsync(["review", "edit", id, HeldSite.Text(HeldSite.Value(HeldSite.Odd) + 500), "--user", "li", "--reason", "typed wrong", .. config]);
        Assert.True(exit == 7 && errors.Contains("does not lie between", StringComparison.Ordinal), output + errors);

        var both = await Task.WhenAll(
            DecideAsync(local, id, new { decision = "accept", reason = "heat pump", user = "li", version = 1 }),
            DecideAsync(local, id, new { decision = "reject", reason = "flat beside", user = "wang", version = 1 }));
        var (won, lost) = both[0].IsSuccessStatusCode ? (both[0], both[1]) : (both[1], both[0]);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Conflict), (won.StatusCode, lost.StatusCode));
        var problem = await lost.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Matches(@"(li \(.+\) accepted it|wang \(.+\) rejected it) .* UTC: (heat pump|flat beside)", problem.GetProperty("detail").GetString());

        var story = await service.Http.GetFromJsonAsync<JsonElement>(new Uri($"/v1/review/{id}", UriKind.Relative));
        Assert.Equal(("decided", 2), (story.GetProperty("state").GetString(), story.GetProperty("version").GetInt32()));
        Assert.Equal(problem.GetProperty("later").GetString(), story.GetProperty("latest").GetString());
        var feed = await service.Http.GetFromJsonAsync<JsonElement>(new Uri("/v1/readings?limit=1000", UriKind.Relative));
        Assert.Contains(feed.GetProperty("entries").EnumerateArray(), entry => entry.GetProperty("replaces").GetString() == id && !entry.GetProperty("held").GetBoolean());
        (exit, output, errors) = await Command.AmrAsync(["review", "list", .. config]);
        Assert.True(exit == 0 && output.Contains("nothing waits", StringComparison.Ordinal), output + errors);
        var isRejected = ReferenceEquals(won, both[1]);
        foreach (var answer in both) answer.Dispose();

        var day = HeldSite.First.AddDays(HeldSite.Odd).ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var (actual, missed) = isRejected ? (0, 1) : (1, 0);
        await service.AskUntilAsync($"/v1/kpis?day={day}&by=line", page => page.Contains($"\"due\":1,\"first\":{actual},", StringComparison.Ordinal) && page.Contains($"\"missed\":{missed},\"wrong\":{missed},", StringComparison.Ordinal));
        (exit, output, errors) = await Command.AmrAsync(["kpi", "--day", day, "--by", "area", .. config]);
        Assert.True(exit == 0 && output.Contains("T-4  due 1", StringComparison.Ordinal) && output.Contains("实抄率", StringComparison.Ordinal), output + errors);

        await service.TerminateAsync();
        Assert.Equal(0, await service.EndAsync());
        await held.Site.VerifyAsync();
    }

    private static Task<HttpResponseMessage> DecideAsync<T>(HttpClient service, string id, T body) =>
        service.PostAsJsonAsync(new Uri($"/v1/review/{id}", UriKind.Relative), body);
}
