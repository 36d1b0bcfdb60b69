using System.Globalization;
using System.Text.RegularExpressions;
using AmrCollector.EndToEnd.Review;
using AmrCollector.EndToEnd.Support;

namespace AmrCollector.EndToEnd.Pages;

/// <summary>The pages as a person meets them: in a real browser, on a desk and on a phone, in English and Chinese, by keyboard.</summary>
public sealed class BrowserTests : IDisposable
{
    private const string Key = "an operator's key of the browser test";
    private const int Phone = 360;

    // A folder named here keeps the pictures for a person to look at.
    private readonly string _pictures = Environment.GetEnvironmentVariable("AMR_PICTURES") ?? Directory.CreateTempSubdirectory("amr-pages-").FullName;

    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("AMR_PICTURES") is null) Directory.Delete(_pictures, recursive: true);
    }

    [NeedsBrowserFact]
    public async Task Every_page_opens_without_a_complaint_in_both_languages_on_a_desk_and_on_a_phone()
    {
        using var held = await SiteAsync();
        await using var service = held.Site.Start();
        service.Http.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        var queue = await service.AskUntilAsync("/v1/review", page => page.Contains("V30_HIGH_USAGE", StringComparison.Ordinal));
        var id = System.Text.Json.JsonDocument.Parse(queue).RootElement.GetProperty("entries")[0].GetProperty("id").GetString()!;
        var pages = Pages(id);
        foreach (var (language, width) in ((string, int)[])[("en", 1280), ("zh", 1280), ("en", Phone), ("zh", Phone)])
        {
            List<object> steps = [.. SignIn("/")];
            foreach (var (path, i) in pages.Select((path, i) => (path, i)))
                steps.AddRange([new { open = path }, new { text = "main" }, new { shot = string.Create(CultureInfo.InvariantCulture, $"{language}-{width}-{i}") }]);
            var seen = await Browser.LookAsync(service.Http.BaseAddress!, _pictures, new { language, width, steps });
            Assert.Contains(language == "zh" ? "线路" : "No line is up", seen[0], StringComparison.Ordinal);
            Assert.Contains(language == "zh" ? "用电突增" : "far above its usual days", seen[1], StringComparison.Ordinal);
            Assert.Contains("120123.45", seen[2], StringComparison.Ordinal);
            Assert.Contains("A-17", seen[3], StringComparison.Ordinal);
        }
    }

    [NeedsBrowserFact]
    public async Task Everything_that_can_be_followed_filled_in_or_pressed_is_reached_by_the_tabulator_and_shows_it_and_no_page_needs_script()
    {
        using var held = await SiteAsync();
        await using var service = held.Site.Start();
        service.Http.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        var queue = await service.AskUntilAsync("/v1/review", page => page.Contains("V30_HIGH_USAGE", StringComparison.Ordinal));
        var pages = Pages(System.Text.Json.JsonDocument.Parse(queue).RootElement.GetProperty("entries")[0].GetProperty("id").GetString()!);
        List<object> steps = [.. SignIn("/")];
        foreach (var path in pages) steps.AddRange([new { open = path.Contains('?', StringComparison.Ordinal) ? path + "&refresh=off" : path + "?refresh=off" }, new { reach = true }]);
        var seen = await Browser.LookAsync(service.Http.BaseAddress!, _pictures, new { steps });
        foreach (var (path, reached) in pages.Zip(seen)) Assert.True(Regex.IsMatch(reached, @"^(\d+) of \1, 0 bare$"), $"{path}: {reached}");
        foreach (var path in pages)
        {
            var page = await service.Http.GetStringAsync(new Uri(path, UriKind.Relative));
            Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch(@"<[^>]*\son[a-z]+=", page);
        }
    }

    [NeedsBrowserFact]
    public async Task A_reading_is_accepted_by_keyboard_alone_and_enter_in_the_reason_decides_nothing()
    {
        using var held = await SiteAsync();
        await using var service = held.Site.Start();
        service.Http.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        await service.AskUntilAsync("/v1/review", page => page.Contains("V30_HIGH_USAGE", StringComparison.Ordinal));
        var seen = await Browser.LookAsync(service.Http.BaseAddress!, _pictures, new
        {
            steps = (object[])
            [
                .. SignIn("/review"),
                new { count = "article" },
                new { fill = (string[])["input[name=reason]", "heat pump"] },
                new { press = "Enter" },
                new { count = "article" },
                new { press = "Tab" },
                new { focus = true },
                new { press = "Enter", settle = true },
                new { text = "[role=status]" },
                new { count = "article" },
            ],
        });
        Assert.Equal(["1", "1", "BUTTON decision Accept", "Accepted: the reading is released.", "0"], seen);
        var feed = await service.Http.GetStringAsync(new Uri("/v1/readings?limit=1000", UriKind.Relative));
        Assert.Contains("\"2.10.1\"", feed, StringComparison.Ordinal);
    }

    [NeedsBrowserFact]
    public async Task Without_a_key_the_pages_are_for_looking_and_a_form_from_elsewhere_decides_nothing()
    {
        using var held = await HeldSite.CreateAsync();
        await using var service = held.Site.Start();
        await service.AskUntilAsync("/v1/review", page => page.Contains("V30_HIGH_USAGE", StringComparison.Ordinal));
        var seen = await Browser.LookAsync(service.Http.BaseAddress!, _pictures, new { steps = (object[])[new { open = "/review" }, new { count = "article" }, new { count = "form.decide" }, new { text = ".note" }] });
        Assert.Equal(("1", "0"), (seen[0], seen[1]));
        Assert.Contains("You may look", seen[2], StringComparison.Ordinal);
        using FormUrlEncodedContent form = new(new Dictionary<string, string> { ["decision"] = "accept", ["reason"] = "x", ["version"] = "1" });
        using var answer = await service.Http.PostAsync(new Uri("/review/1", UriKind.Relative), form);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private static string[] Pages(string entry) =>
    [
        "/", "/review", $"/entries/{entry}", $"/meters/{HeldSite.Meter}", "/meters", "/meters?q=nobody", "/lines", $"/lines?line={HeldSite.Line}", "/gaps",
        $"/gaps?day={TimeProvider.System.GetUtcNow():yyyy-MM-dd}", "/sign-in",
    ];

    private static Task<HeldSite> SiteAsync() => HeldSite.CreateAsync(site =>
    {
        site.Write("keys.json", KeyFileText.With(("li", "operate", Key)));
        return ("http", new { listen = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{site.Port}"), keysFile = "keys.json" });
    });

    private static object[] SignIn(string back) =>
    [
        new { open = $"/sign-in?return={Uri.EscapeDataString(back)}" }, new { fill = (string[])["input[name=key]", Key] }, new { press = "Enter", settle = true },
    ];
}
