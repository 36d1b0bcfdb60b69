using System.Text.Json;
using AmrCollector.Cli;
using AmrCollector.Simulator;
using AmrCollector.Tests.Cli.Line;

namespace AmrCollector.Tests.Cli.Control;

/// <summary>`amr clock` and `amr relay` as a technician types them, against simulated meters on real sockets.</summary>
public sealed class ControlVerbTests : IDisposable
{
    private readonly string _secret = Path.GetTempFileName();

    public ControlVerbTests() => File.WriteAllText(_secret, "password=02 123456\noperator=00000000\n");

    public void Dispose() => File.Delete(_secret);

    [Fact]
    public async Task A_clock_is_shown_with_its_offset()
    {
        await using var running = await StartAsync();
        running.Meters[0].Faults = MeterFaults.None with { ClockOff = TimeSpan.FromMinutes(3) };
        var (code, output, _) = await RunAsync(running, "clock", "--json");
        Assert.Equal(ExitCode.Ok, code);
        var offset = JsonDocument.Parse(output).RootElement.GetProperty("offsetSeconds").GetDecimal();
        Assert.InRange((offset % 1800) - 180, -15, 15); // the simulated meter lives in its district's zone
    }

    [Fact]
    public async Task Nothing_is_sent_without_a_permission_a_password_or_a_yes()
    {
        await using var running = await StartAsync();
        var (noPermission, _, why) = await RunAsync(running, "relay", "trip", "--secret", _secret, "--yes");
        Assert.Equal(ExitCode.Usage, noPermission);
        Assert.Contains("--allow relay", why, StringComparison.Ordinal);
        var (noSecret, _, whyNot) = await RunAsync(running, "relay", "trip", "--allow", "relay", "--yes");
        Assert.Equal(ExitCode.Usage, noSecret);
        Assert.Contains("--secret FILE", whyNot, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, (await RunAsync(running, "relay", "trip", "--allow", "relay", "--secret", _secret, "--json")).Code);
        Assert.Equal(0, running.Meters[0].Requests);
    }

    [Fact]
    public async Task A_trip_is_shown_without_its_password_sent_and_read_back()
    {
        await using var running = await StartAsync();
        var (code, output, error) = await RunAsync(running, "relay", "trip", "--allow", "relay", "--secret", _secret, "--yes");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("the relay is open", Joined(output), StringComparison.Ordinal);
        Assert.Contains("**", error, StringComparison.Ordinal);
        Assert.DoesNotContain("123456", error + output, StringComparison.Ordinal);
        Assert.DoesNotContain("89 67 45", error, StringComparison.Ordinal);
        var (_, status, _) = await RunAsync(running, "relay", "status", "--json");
        Assert.Contains("the relay is open", JsonDocument.Parse(status).RootElement.GetProperty("why").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_not_done()
    {
        await using var running = await StartAsync();
        await File.WriteAllTextAsync(_secret, "password=02 654321\n");
        var (code, output, _) = await RunAsync(running, "relay", "trip", "--allow", "relay", "--secret", _secret, "--yes");
        Assert.Equal(ExitCode.Failed, code);
        Assert.StartsWith("not done", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_that_is_no_action_exits_2()
    {
        await using var running = await StartAsync();
        Assert.Equal(ExitCode.Usage, (await RunAsync(running, "relay", "explode")).Code);
    }

    private static Task<RunningDistrict> StartAsync() => Bench.StartAsync(Bench.Plan("dlt645-2007-1p") with
    {
        Groups = [new() { Kind = MeterKind.All["dlt645-2007-1p"], FirstNumber = 1, Password = "123456" }],
    });

    private static Task<(int Code, string Output, string Error)> RunAsync(RunningDistrict running, string verb, params string[] words)
    {
        string[] action = verb == "relay" ? [words[0]] : [];
        return Amr.RunAsync([verb, running.Lines[0].Uri, .. action, "--protocol", "dlt645-2007", "--address", "1", "--service", "none", .. words[action.Length..]]);
    }

    private static string Joined(string output) => string.Join(' ', output.Split((char[])[' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
