using System.Net.Http.Json;
using System.Text.Json;
using AmrCollector.Cli;
using AmrCollector.Tests.Service;
using AmrCollector.Tests.Service.Security;

namespace AmrCollector.Tests.Cli.Review;

/// <summary>Single intervals of a held day, named on the command line; and how the day then looks at a terminal and on its page.</summary>
public sealed class EditedIntervalsTests
{
    private static readonly string[] Who = ["--reason", "from the check meter", "--user", "li"];

    [Fact]
    public async Task Intervals_by_their_time_and_their_number_are_edited_and_shown_so_by_explain_and_the_page()
    {
        await using var site = await GuardedSite.StartAsync(prepare: HeldDay.Fill);
        using var http = site.Local();
        var id = await HeldAsync(http);
        var (code, output, error) = await Amr.RunAsync(["review", "edit", id, "--interval", "10:15=3", "--interval", "43=3.50", .. Who, "--config", site.Folder]);
        Assert.Equal((ExitCode.Ok, ""), (code, error));
        Assert.StartsWith("revision 2: ", output, StringComparison.Ordinal);
        Assert.Equal(0, (await ReviewAsync(http)).GetProperty("open").GetInt32());

        var made = (await http.GetFromJsonAsync<JsonElement>(new Uri($"/v1/entries/{id}", UriKind.Relative))).GetProperty("revisions").EnumerateArray().Single(one => one.GetProperty("revision").GetInt32() == 2);
        var decision = made.GetProperty("decision");
        Assert.Equal(("edit", "from the check meter"), (decision.GetProperty("decision").GetString(), decision.GetProperty("reason").GetString()));
        Assert.StartsWith("li (", decision.GetProperty("user").GetString(), StringComparison.Ordinal); // and the account of the machine it came from

        var edited = made.GetProperty("id").GetString()!;
        (code, output, error) = await Amr.RunAsync("explain", edited, "--config", site.Folder);
        Assert.Equal((ExitCode.Ok, ""), (code, error));
        var lines = output.Split('\n').Select(line => line.TrimEnd()).ToList();
        var title = lines.IndexOf("intervals of 15 minutes (* a share, ! edited, - missing)");
        Assert.True(title > 0, output);
        Assert.Equal("    1  2026-11-20 00:00Z  0.25  0.25  0.25  0.25  0.25  0.25  0.25  0.25", lines[title + 1]);
        Assert.Equal("   41  2026-11-20 10:00Z  0.25  3.00!  3.50!  0.25  0.25  0.25  0.25  0.25", lines[title + 6]);

        var page = await http.GetStringAsync(new Uri($"/entries/{edited}?lang=en", UriKind.Relative));
        Assert.Equal(2, page.Split(">edited<").Length - 1);
        Assert.Contains("42 · ", page, StringComparison.Ordinal);
        Assert.Contains(">人工修改<", await http.GetStringAsync(new Uri($"/entries/{edited}?lang=zh", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_day_does_not_have_is_refused_in_one_sentence_and_nothing_is_decided()
    {
        await using var site = await GuardedSite.StartAsync(prepare: HeldDay.Fill);
        using var http = site.Local();
        var id = await HeldAsync(http);
        foreach (var (exit, sentence, named) in ((int, string, string[])[])
            [(ExitCode.Usage, "No interval of the day is '25:00'", ["--interval", "25:00=1"]),
             (ExitCode.Usage, "'much' of interval 10:15 is no number", ["--interval", "10:15=much"]),
             (ExitCode.Usage, "", ["30", "--interval", "10:15=1"]),
             (ExitCode.ValidationFailed, "", ["--interval", "10:15=900"])])
        {
            var (code, output, error) = await Amr.RunAsync(["review", "edit", id, .. named, .. Who, "--config", site.Folder]);
            Assert.Equal((exit, ""), (code, output));
            Assert.Contains(sentence, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        }

        Assert.Equal(1, (await ReviewAsync(http)).GetProperty("open").GetInt32());
    }

    [Theory]
    [InlineData("10:15")]
    [InlineData("=0.25")]
    [InlineData("10:15=0.25=1")]
    [InlineData("10:15=0.25", "10:15=0.30")]
    public async Task An_option_that_is_no_interval_and_energy_never_reaches_a_service(params string[] named)
    {
        var (code, output, error) = await Amr.RunAsync(["review", "edit", "4f0c81d2a9be-1311", .. named.SelectMany(one => (string[])["--interval", one]), .. Who, "--service", "http://127.0.0.1:1"]);
        Assert.Equal((ExitCode.Usage, ""), (code, output));
        Assert.Contains($"--interval takes a time and an energy such as 10:15=0.25, each time once; not '{named[^1]}'", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_without_a_number_and_without_intervals_says_what_it_needs()
    {
        var (code, _, error) = await Amr.RunAsync(["review", "edit", "4f0c81d2a9be-1311", .. Who, "--service", "http://127.0.0.1:1"]);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("an edit needs VALUE, or --interval", error, StringComparison.Ordinal);
    }

    private static Task<JsonElement> ReviewAsync(HttpClient http) => http.GetFromJsonAsync<JsonElement>(new Uri("/v1/review", UriKind.Relative));

    private static async Task<string> HeldAsync(HttpClient http) => Assert.Single((await ReviewAsync(http)).GetProperty("entries").EnumerateArray()).GetProperty("id").GetString()!;
}
