using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AmrCollector.Tests.Service.Security;

namespace AmrCollector.Tests.Service;

/// <summary>A held day of quarter-hours through the API: shown with its intervals, decided once.</summary>
public sealed class DecidedDayApiTests
{
    [Fact]
    public async Task Its_intervals_are_shown_and_one_of_two_who_name_others_at_once_decides()
    {
        await using var site = await GuardedSite.StartAsync(prepare: HeldDay.Fill);
        using var http = site.Local();
        var queue = await http.GetFromJsonAsync<JsonElement>(new Uri("/v1/review", UriKind.Relative));
        var id = Assert.Single(queue.GetProperty("entries").EnumerateArray()).GetProperty("id").GetString()!;
        var story = await http.GetFromJsonAsync<JsonElement>(new Uri($"/v1/review/{id}", UriKind.Relative));
        var shown = story.GetProperty("intervals");
        Assert.Equal((15, 96, 0), (shown.GetProperty("minutes").GetInt32(), shown.GetProperty("values").GetArrayLength(), story.GetProperty("frames").GetArrayLength()));
        Assert.Equal(("0.25", "actual"), (shown.GetProperty("values")[41].GetProperty("value").GetString(), shown.GetProperty("values")[41].GetProperty("quality").GetString()));

        using var unclear = await DecideAsync(http, id, new { decision = "edit", reason = "x", user = "li", version = 1, intervals = new Dictionary<string, string> { ["25:00"] = "1" } });
        Assert.Equal(HttpStatusCode.BadRequest, unclear.StatusCode);
        using var both = await DecideAsync(http, id, new { decision = "edit", reason = "x", user = "li", version = 1, value = "30", intervals = new Dictionary<string, string> { ["1"] = "1" } });
        Assert.Equal(HttpStatusCode.BadRequest, both.StatusCode);
        using var impossible = await DecideAsync(http, id, new { decision = "edit", reason = "x", user = "li", version = 1, intervals = new Dictionary<string, string> { ["10:15"] = "900" } });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, impossible.StatusCode);

        var answers = await Task.WhenAll(
            DecideAsync(http, id, new { decision = "edit", reason = "check meter", user = "li", version = 1, intervals = new Dictionary<string, string> { ["10:15"] = "3", ["43"] = "3.50" } }),
            DecideAsync(http, id, new { decision = "reject", reason = "another meter", user = "wang", version = 1 }));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(answer => answer.StatusCode).Order());
        if (answers[0].IsSuccessStatusCode)
        {
            var made = await answers[0].Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal(("30.00", "edited", id), (made.GetProperty("value").GetString(), made.GetProperty("origin").GetString(), made.GetProperty("replaces").GetString()));
        }

        foreach (var answer in answers) answer.Dispose();
        Assert.Equal(0, (await http.GetFromJsonAsync<JsonElement>(new Uri("/v1/review", UriKind.Relative))).GetProperty("open").GetInt32());
    }

    private static Task<HttpResponseMessage> DecideAsync<T>(HttpClient http, string id, T body) => http.PostAsJsonAsync(new Uri($"/v1/review/{id}", UriKind.Relative), body);
}
