using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.Roads;

/// <summary>
/// A USB adapter that is pulled out and put in again, in another socket of the hub: its stable name goes and comes back and leads to another device.
/// How soon it is read again is a matter of the policy (unit tests measure it on a clock of their own); here that it is.
/// </summary>
public sealed class ReplugTests
{
    [NeedsFact("/dev/ptmx")]
    public async Task The_loss_is_seen_and_told_once_and_the_meters_are_read_on_when_the_name_is_back()
    {
        using TestSite site = new();
        var name = Path.Combine(site.Folder, "usb-FTDI_FT232R_A9017-if00-port0");
        await using var first = await RunningDistrict.StartAsync(Riser(), TimeProvider.System);
        site.Configure(first, "1s", ("lines", new Dictionary<string, string> { ["riser"] = $"serial:{name}?baud=9600&format=8E1" }));
        Put(name, first);
        await using var service = site.Start();
        await service.AskUntilAsync("/v1/lines", lines => lines.Contains("\"up\":true", StringComparison.Ordinal) && lines.Contains("\"answering\":2", StringComparison.Ordinal));

        File.Delete(name);
        await service.AskUntilAsync("/v1/lines", lines => lines.Contains("\"up\":false", StringComparison.Ordinal));
        await service.AskUntilAsync("/v1/alarms", alarms => alarms.Contains("lineDown", StringComparison.Ordinal));
        var before = await EntriesAsync(service);
        await using var second = await RunningDistrict.StartAsync(Riser(), TimeProvider.System); // another device node
        Put(name, second);
        await service.AskUntilAsync("/v1/lines", lines => lines.Contains("\"up\":true", StringComparison.Ordinal) && lines.Contains("\"dead\":0", StringComparison.Ordinal));
        await Patience.UntilAsync(async () => await EntriesAsync(service) > before + 2, () => service.Said);
        await service.AskUntilAsync("/v1/alarms", alarms => !alarms.Contains("lineDown", StringComparison.Ordinal));
        await service.SaysAsync("Line riser opened");
        Assert.InRange(Count(service.Said, " WARN ", "riser"), 1, 2); // that it went, and that there is no port of that name
        Assert.NotEqual(0, Count(service.Said, "Line riser opened")); // the second within a minute is a repeat
        await service.TerminateAsync();
        Assert.Equal(0, await service.EndAsync());
        await site.VerifyAsync();
    }

    private static int Count(string said, params string[] words) => said.Split('\n').Count(line => words.All(word => line.Contains(word, StringComparison.Ordinal)));

    private static void Put(string name, RunningDistrict district) => File.CreateSymbolicLink(name, district.Lines[0].Uri["serial:".Length..].Split('?')[0]);

    private static async Task<int> EntriesAsync(ServiceProcess service)
    {
        var metrics = await service.AskUntilAsync("/metrics", _ => true);
        return (int)Mqtt.GatewayTests.Sample(metrics, "amr_ledger_entries");
    }

    private static District Riser() => new()
    {
        Name = "riser",
        Lines = [new() { Name = "riser", Wire = WireKind.Pty, Baud = 9600, TurnRound = TimeSpan.FromMilliseconds(5), Preamble = 4, Groups = [new() { Kind = MeterKind.All["dlt645-2007-1p"], Count = 2, FirstNumber = 1 }] }],
    };
}
