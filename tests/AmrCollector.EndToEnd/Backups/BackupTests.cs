using System.Globalization;
using System.Net;
using System.Text.Json;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.Backups;

/// <summary>A backup is made while the service writes, and brought back when it is whole and nobody writes.</summary>
public sealed class BackupTests
{
    [Fact]
    public async Task A_backup_made_while_readings_come_in_is_brought_back_whole_and_consumers_from_beyond_it_are_told()
    {
        await using var district = await RunningDistrict.StartAsync(OneLine(), TimeProvider.System);
        using TestSite site = new();
        using TestSite vault = new();
        site.Configure(district, "1s");
        string head, beyond;
        IReadOnlyList<FeedEntry> before;
        var (folder, file) = (Path.Combine(vault.Folder, "backups"), Path.Combine(vault.Folder, "one.tar.gz"));
        await using (var service = site.Start())
        {
            await service.AskUntilAsync("/readyz", answer => Entries(answer) > 30);
            using (var made = JsonDocument.Parse(await AmrAsync(0, "backup", folder, "--config", site.Folder, "--json", "--why", "nightly")))
                (folder, head) = (made.RootElement.GetProperty("backup").GetString()!, made.RootElement.GetProperty("head").GetString()!);
            await AmrAsync(0, "backup", file, "--config", site.Folder);
            var backedUp = long.Parse(head.Split(':')[0], CultureInfo.InvariantCulture);
            await service.AskUntilAsync("/readyz", answer => Entries(answer) > backedUp + 20);
            using (var page = JsonDocument.Parse(await service.Http.GetStringAsync(new Uri("/v1/readings?limit=10000", UriKind.Relative)))) beyond = page.RootElement.GetProperty("next").GetString()!;
            Assert.Contains("in use", await AmrAsync(6, "restore", folder, "--config", site.Folder), StringComparison.Ordinal);
            Assert.Contains("nightly (to ", await AmrAsync(0, "ledger", "audit", "--config", site.Folder), StringComparison.Ordinal);
            await service.TerminateAsync();
            Assert.Equal(0, await service.EndAsync());
            before = await site.ExportAsync();
        }

        await TamperAsync(Path.Combine(folder, "ledger", "orders.db"));
        Assert.Contains("nothing was restored", await AmrAsync(7, "restore", folder, "--config", site.Folder), StringComparison.Ordinal);
        Assert.Equal(before.Count, (await site.ExportAsync()).Count);
        await AmrAsync(0, "restore", file, "--config", site.Folder, "--why", "the disk died");
        Assert.Contains("the disk died", await AmrAsync(0, "ledger", "audit", "--config", site.Folder), StringComparison.Ordinal);

        var after = await site.ExportAsync();
        Assert.InRange(after.Count, 30, before.Count - 1);
        Assert.Equal(before.Take(after.Count).Select(entry => entry.Text), after.Select(entry => entry.Text));
        await site.VerifyAsync();
        Assert.Single(Directory.GetDirectories(Path.Combine(site.Folder, "data"), "before-restore-*"));
        await using var again = site.Start();
        await again.AskUntilAsync("/readyz", answer => Entries(answer) > after.Count);
        using var gone = await again.Http.GetAsync(new Uri($"/v1/readings?after={Uri.EscapeDataString(beyond)}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Conflict, gone.StatusCode);
        Assert.Contains("restored", await gone.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<string> AmrAsync(int expected, params string[] arguments)
    {
        var (exit, output, errors) = await Command.AmrAsync(arguments);
        Assert.True(exit == expected, $"{exit} {output} {errors}");
        return exit == 0 ? output : errors;
    }

    private static async Task TamperAsync(string file)
    {
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
    }

    private static long Entries(string readiness)
    {
        using var document = JsonDocument.Parse(readiness);
        return document.RootElement.GetProperty("entries").GetInt64();
    }

    private static District OneLine() => new()
    {
        Name = "backup",
        Lines =
        [
            new()
            {
                Name = "riser",
                Wire = WireKind.Tcp,
                TurnRound = TimeSpan.FromMilliseconds(5),
                Groups = [new() { Kind = MeterKind.All["dlt645-2007-1p"], Count = 3, FirstNumber = 1 }],
            },
        ],
    };
}
