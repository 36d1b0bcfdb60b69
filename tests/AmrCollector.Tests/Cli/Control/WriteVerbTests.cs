using AmrCollector.Cli;
using AmrCollector.Simulator;
using AmrCollector.Tests.Cli.Line;

namespace AmrCollector.Tests.Cli.Control;

/// <summary>`amr write` and `amr freeze` as a technician types them, against simulated meters on real sockets.</summary>
public sealed class WriteVerbTests : IDisposable
{
    private const string Delay = "04001401";

    private readonly string _secret = Path.GetTempFileName();

    public WriteVerbTests() => File.WriteAllText(_secret, "password=02 123456\noperator=00000000\n");

    public void Dispose() => File.Delete(_secret);

    [Fact]
    public async Task A_parameter_is_shown_with_its_meaning_written_and_read_back()
    {
        await using var running = await StartAsync();
        var (code, output, error) = await RunAsync(running, ["write"], [Delay, "0005"], "--allow", "parameter", "--secret", _secret, "--yes");
        Assert.True(code == ExitCode.Ok, output + error);
        Assert.Contains($"write {Delay}", error, StringComparison.Ordinal);
        Assert.Matches("means .*: 5", Joined(error));
        Assert.Contains("**", error, StringComparison.Ordinal);
        Assert.DoesNotContain("123456", error + output, StringComparison.Ordinal);
        Assert.Contains($"{Delay} reads as written", Joined(output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_written_without_permission_password_or_yes_and_a_clock_is_set_by_its_own_verb()
    {
        await using var running = await StartAsync();
        foreach (var words in (string[][])[["--secret", _secret, "--yes"], ["--allow", "parameter", "--yes"], ["--allow", "parameter", "--secret", _secret, "--json"]])
            Assert.Equal(ExitCode.Usage, (await RunAsync(running, ["write"], [Delay, "0005"], words)).Code);
        var (code, _, error) = await RunAsync(running, ["write"], ["04000102", "120000"], "--allow", "clock", "--secret", _secret, "--yes");
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("amr clock --set", error, StringComparison.Ordinal);
        Assert.Equal(0, running.Meters[0].Requests);
    }

    [Theory]
    [InlineData("0400140", "0005")]
    [InlineData(Delay, "5")]
    [InlineData(Delay, "")]
    [InlineData(Delay, "five")]
    public async Task Words_that_are_no_identifier_or_content_exit_2(string id, string hex)
    {
        await using var running = await StartAsync();
        Assert.Equal(ExitCode.Usage, (await RunAsync(running, ["write"], [id, hex], "--allow", "parameter", "--secret", _secret, "--yes")).Code);
    }

    [Fact]
    public async Task A_freeze_now_is_asked_for_and_shows_in_the_newest_record()
    {
        await using var running = await StartAsync();
        Assert.Equal(ExitCode.Usage, (await RunAsync(running, ["freeze"], ["now"], "--yes")).Code);
        var (code, output, error) = await RunAsync(running, ["freeze"], ["now"], "--allow", "freeze", "--yes");
        Assert.True(code == ExitCode.Ok, output + error);
        Assert.Contains("the newest instant freeze is of", Joined(output), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hourly@30", "every hour at minute 30", ExitCode.NoAnswer)]
    [InlineData("monthly@01T00:00", "every month on day 01 at 00:00", ExitCode.NoAnswer)]
    [InlineData("monthly@31T00:00", "days 01 to 28", ExitCode.Usage)]
    [InlineData("sometimes", "is not now", ExitCode.Usage)]
    public async Task A_pattern_is_sent_as_it_is_said_and_cannot_be_read_back(string when, string says, int exit)
    {
        await using var running = await StartAsync();
        var (code, output, error) = await RunAsync(running, ["freeze"], [when], "--allow", "freeze", "--yes");
        Assert.Equal(exit, code);
        Assert.Contains(says, Joined(output + error), StringComparison.Ordinal);
    }

    private static Task<RunningDistrict> StartAsync() => Bench.StartAsync(Bench.Plan("dlt645-2007-1p") with
    {
        Groups = [new() { Kind = MeterKind.All["dlt645-2007-1p"], FirstNumber = 1, Password = "123456" }],
    });

    private static Task<(int Code, string Output, string Error)> RunAsync(RunningDistrict running, string[] verb, string[] arguments, params string[] words) =>
        Amr.RunAsync([.. verb, running.Lines[0].Uri, .. arguments, "--protocol", "dlt645-2007", "--address", "1", "--service", "none", .. words]);

    private static string Joined(string output) => string.Join(' ', output.Split((char[])[' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
