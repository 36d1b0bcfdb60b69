using System.Diagnostics;
using System.Text.Json;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;
using Xunit.Abstractions;

namespace AmrCollector.EndToEnd.Backups;

/// <summary>A restore is killed as a power cut would: what is left is the old ledger or the restored one, or says what to do.</summary>
public sealed class RestoreKillTests(ITestOutputHelper output)
{
    [NeedsFact("dotnet")]
    public Task Three_kills_of_a_restore_leave_a_ledger_that_is_whole_and_nobody_starts_on_half_of_one() => KillAsync(3, seed: 3);

    [NeedsFact("dotnet")]
    [Trait("Duration", "Long")]
    public Task Forty_kills_of_a_restore_leave_a_ledger_that_is_whole_and_nobody_starts_on_half_of_one() => KillAsync(40, seed: 40);

    private async Task KillAsync(int kills, int seed)
    {
        await using var district = await RunningDistrict.StartAsync(District.OfBoxes(1, 2, TimeSpan.FromMilliseconds(2)), TimeProvider.System);
        using TestSite site = new();
        using TestSite vault = new();
        site.Configure(district, "1s");
        var backup = await CollectAsync(site, vault);
        var old = await site.ExportAsync();
        var (untouched, cut, whole) = (0, 0, 0);
        Random chance = new(seed);
        for (var kill = 1; kill <= kills; kill++)
        {
            await RestoreAndKillAsync(site, backup, kill % 3 == 0 ? null : TimeSpan.FromMilliseconds(chance.Next(1200)));
            if (Directory.Exists(Path.Combine(site.Folder, "data", "restore.unfinished")))
            {
                cut++;
                await using var refused = site.Start();
                Assert.NotEqual(0, await refused.EndAsync());
                Assert.Contains("run 'amr restore' again", refused.Said, StringComparison.Ordinal);
                var (exit, said, why) = await Command.AmrAsync("restore", backup, "--config", site.Folder);
                Assert.True(exit == 0, said + why);
            }

            await site.VerifyAsync();
            var now = await site.ExportAsync();
            if (now.Count == old.Count) untouched++;
            else whole++;
            Assert.Equal(old.Take(now.Count).Select(entry => entry.Text), now.Select(entry => entry.Text));
        }

        output.WriteLine($"{kills} kills of a restore: {untouched} before anything was touched, {cut} in the middle and gone on with, {whole} left the restored ledger: each time one of the two, whole");
        await using var service = site.Start();
        await service.AskUntilAsync("/metrics", metrics => MetricsPage.Entries(metrics) > old.Count / 2);
        await service.TerminateAsync();
        Assert.Equal(0, await service.EndAsync());
        await site.VerifyAsync();
    }

    /// <summary>A ledger, and a backup of its first part.</summary>
    private static async Task<string> CollectAsync(TestSite site, TestSite vault)
    {
        await using var service = site.Start();
        await service.AskUntilAsync("/metrics", metrics => MetricsPage.Entries(metrics) > 100);
        var (exit, made, errors) = await Command.AmrAsync("backup", Path.Combine(vault.Folder, "backups"), "--config", site.Folder, "--json");
        Assert.True(exit == 0, errors);
        var before = MetricsPage.Entries(await service.AskUntilAsync("/metrics", _ => true));
        await service.AskUntilAsync("/metrics", metrics => MetricsPage.Entries(metrics) > before + 20);
        await service.TerminateAsync();
        Assert.Equal(0, await service.EndAsync());
        return JsonElement.Parse(made).GetProperty("backup").GetString()!;
    }

    /// <summary>Kills it after a time, or as soon as it moves files.</summary>
    private static async Task RestoreAndKillAsync(TestSite site, string backup, TimeSpan? after)
    {
        using var restore = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "amr.dll"), "restore", backup, "--config", site.Folder]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var unfinished = Path.Combine(site.Folder, "data", "restore.unfinished");
        if (after is { } delay) await Task.Delay(delay, TimeProvider.System);
        else while (!restore.HasExited && !Directory.Exists(unfinished)) await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        if (!restore.HasExited) restore.Kill();
        await restore.WaitForExitAsync();
    }
}
