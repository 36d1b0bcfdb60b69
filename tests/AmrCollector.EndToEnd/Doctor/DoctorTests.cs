using System.Globalization;
using System.Text.Json;
using AmrCollector.EndToEnd.Mqtt;
using AmrCollector.EndToEnd.Support;

namespace AmrCollector.EndToEnd.Doctor;

/// <summary>`amr doctor` on boxes that are ill in known ways.</summary>
public sealed class DoctorTests
{
    [NeedsFact(Mosquitto.Program)]
    public async Task A_broker_at_its_defaults_an_absent_port_and_an_open_secret_are_each_told_with_what_to_do()
    {
        await using var broker = await Mosquitto.StartAsync("allow_anonymous true\n");
        using TestSite site = new();
        site.Configure(new Dictionary<string, object>
        {
            ["brokers"] = new { main = new { url = string.Create(CultureInfo.InvariantCulture, $"mqtt://127.0.0.1:{broker.Port}") } },
            ["lines"] = new { riser = "serial:/dev/ttyNONE9?baud=2400&format=8E1", box = string.Create(CultureInfo.InvariantCulture, $"tcp://127.0.0.1:{QuietPort.Find()}") },
            ["plans"] = new { all = new object[] { new { at = "00:10", read = (string[])["dailyFreeze"] } } },
        });
        site.Write("billing.secret", "whsec_not-a-real-one");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(site.Folder, "billing.secret"), UnixFileMode.UserRead | UnixFileMode.OtherRead);

        var (exit, output, errors) = await Command.AmrAsync("doctor", "--json", "--config", site.Folder);

        Assert.True(exit == 1, output + errors);
        var found = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => JsonDocument.Parse(row).RootElement).ToList();
        Assert.Contains("max_queued_messages 0", Only("broker main", "bad"), StringComparison.Ordinal);
        Assert.Contains("/dev/ttyNONE9", Only("line riser", "bad"), StringComparison.Ordinal);
        Assert.Contains("cannot be reached", Only("line box", "bad"), StringComparison.Ordinal);
        Assert.Contains("billing.secret", Only("secrets", "bad"), StringComparison.Ordinal);
        Assert.Contains("no faults", Only("config", "ok"), StringComparison.Ordinal);
        Assert.DoesNotContain("not-a-real-one", output, StringComparison.Ordinal);

        string Only(string part, string state) =>
            Assert.Single(found, one => one.GetProperty("part").GetString() == part && one.GetProperty("state").GetString() == state).GetProperty("says").GetString()!;
    }

    [Fact]
    public async Task While_the_service_runs_it_is_asked_and_no_port_is_touched()
    {
        await using var live = await LiveSite.StartAsync();
        await using var service = live.StartService();
        await service.AskUntilAsync("/readyz", answer => answer.Contains("ready", StringComparison.Ordinal));

        var (_, output, errors) = await Command.AmrAsync("doctor", "--config", live.Folder);

        Assert.Contains("runs and is ready", output.ReplaceLineEndings(" ").Replace("        ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("takes connections", output, StringComparison.Ordinal);
        Assert.True(errors.Length == 0, errors);
    }
}
