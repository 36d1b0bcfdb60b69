using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using AmrCollector.Feed;
using AmrCollector.Service.Web;
using AmrCollector.Tests.Ledger;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AmrCollector.Tests.Feed;

public sealed class ReadingsApiTests : IAsyncLifetime, IDisposable
{
    private readonly TempLedger _temp = new();
    private readonly HttpClient _client = new();
    private WebApplication _app = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        ReadingsApi.Map(_app, new FeedReader(_temp.Reader(), _temp.Ledger.Signal, TimeProvider.System));
        await _app.StartAsync();
        _client.BaseAddress = new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        _temp.Ledger.Append([.. Enumerable.Range(0, 25).Select(day => Drafts.Freeze("a", day))]);
    }

    public async Task DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    public void Dispose()
    {
        _client.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public async Task Pages_follow_each_other_by_next_until_the_ledger_ends()
    {
        var (cursor, entries, pages) = ("", 0, 0);
        while (entries < 25)
        {
            using var page = JsonDocument.Parse(await _client.GetStringAsync(new Uri($"/v1/readings?limit=10{cursor}", UriKind.Relative)));
            cursor = "&after=" + page.RootElement.GetProperty("next").GetString();
            entries += page.RootElement.GetProperty("entries").GetArrayLength();
            pages++;
        }

        Assert.Equal((25, 3), (entries, pages));
    }

    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/x-ndjson", "application/x-ndjson")]
    [InlineData("text/csv", "text/csv")]
    [InlineData("text/html, text/csv;q=0.5, application/x-ndjson;q=0.9", "application/x-ndjson")]
    public async Task The_form_is_what_the_consumer_accepts(string? accept, string expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/readings");
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await _client.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, expected), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Equal(_temp.Ledger.Head.ToString(), response.Headers.GetValues("Amr-Head").Single());
    }

    [Fact]
    public async Task A_full_page_has_a_tag_and_is_not_sent_again()
    {
        using var first = await _client.GetAsync(new Uri("/v1/readings?limit=10", UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/readings?limit=10");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await _client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        using var open = await _client.GetAsync(new Uri("/v1/readings?limit=100", UriKind.Relative));
        Assert.Null(open.Headers.ETag);
        Assert.True(open.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("after=17", 400, "not a cursor")]
    [InlineData("limit=0", 400, "limit")]
    [InlineData("limit=x", 400, "limit")]
    [InlineData("wait=30", 400, "wait")]
    [InlineData("wait=3600s", 400, "wait")]
    [InlineData("meter=a%20b", 400, "no meter")]
    [InlineData("item=power", 400, "no item")]
    [InlineData("verdict=good", 400, "no verdict")]
    [InlineData("limits=5", 400, "no parameter 'limits'")]
    [InlineData("limit=5&limit=6", 400, "once")]
    public async Task A_query_that_makes_no_sense_is_a_problem_with_a_sentence(string query, int status, string sentence)
    {
        using var response = await _client.GetAsync(new Uri("/v1/readings?" + query, UriKind.Relative));
        Assert.Equal((status, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Contains(sentence, Detail(await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_cursor_from_beyond_is_a_conflict_that_says_where_to_go_on()
    {
        var beyond = new FeedCursor(_temp.Ledger.Id, _temp.Ledger.Epochs.Current.Tag, 999);
        using var response = await _client.GetAsync(new Uri($"/v1/readings?after={beyond}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var resume = problem.RootElement.GetProperty("resume").GetString();
        Assert.Equal(25, FeedCursor.TryParse(resume!, out var cursor) ? cursor.Sequence : -1);
        Assert.Contains("restored from a backup", problem.RootElement.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Nothing_acceptable_is_said_so()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/readings");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("image/png"));
        using var response = await _client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
    }

    private static string Detail(string problem)
    {
        using var document = JsonDocument.Parse(problem);
        return document.RootElement.GetProperty("detail").GetString()!;
    }
}
