using System.Diagnostics;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;
using Xunit.Abstractions;

namespace AmrCollector.EndToEnd.Crash;

/// <summary>The service is killed as a power cut would, again and again, while a consumer walks its feed.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Grown = 50;

    [NeedsFact("/bin/sh")]
    public Task Six_kills_in_the_middle_of_collecting_lose_nothing_and_double_nothing() => KillAsync(6, seed: 20261122);

    [NeedsFact("/bin/sh")]
    [Trait("Duration", "Long")]
    public Task A_hundred_kills_lose_nothing_and_double_nothing() => KillAsync(100, seed: 7);

    private async Task KillAsync(int kills, int seed)
    {
        await using var district = await RunningDistrict.StartAsync(Neighbourhood(), TimeProvider.System);
        using TestSite site = new();
        site.Configure(district, "3s");
        Random chance = new(seed);
        var watch = Stopwatch.StartNew();
        IReadOnlyList<FeedEntry> given;
        await using (FeedWalker consumer = new(site.Port))
        {
            for (var kill = 1; kill <= kills; kill++)
            {
                if (kill % 5 == 0) await KillWhileStartingAsync(site, chance);
                await using var life = site.Start();
                await CollectsAsync(life, consumer);
                await Task.Delay(TimeSpan.FromMilliseconds(chance.Next(1200)), TimeProvider.System);
                life.Kill();
                await life.EndAsync();
            }

            await using var last = site.Start();
            await CollectsAsync(last, consumer);
            await last.TerminateAsync();
            Assert.Equal(0, await last.EndAsync());
            Assert.Equal("", consumer.Refusal);
            Assert.True(consumer.Breaks >= kills, $"only {consumer.Breaks} connections broke");
            given = consumer.Given;
        }

        await site.VerifyAsync();
        var ledger = await site.ExportAsync();
        output.WriteLine($"{kills} kills in {watch.Elapsed}: {ledger.Count} entries, {given.Count} given");
        LedgerProof.GivenIsStored(given, ledger);
        LedgerProof.EachIsTrueAndOnce(district, ledger);
        Assert.Equal(district.Meters.Count, ledger.Select(entry => entry.Meter).Distinct(StringComparer.Ordinal).Count());
        Assert.Contains(ledger, entry => entry.Source == "dailyFreeze");
    }

    /// <summary>Waits until this life has given the consumer entries that no life before had.</summary>
    private static async Task CollectsAsync(ServiceProcess life, FeedWalker consumer)
    {
        var before = consumer.Count;
        await Patience.UntilAsync(() => consumer.Count >= before + Grown, () => $"{consumer.Count} entries, {before} before; {consumer.Refusal} {life.Said}");
    }

    private static async Task KillWhileStartingAsync(TestSite site, Random chance)
    {
        await using var life = site.Start();
        await Task.Delay(TimeSpan.FromMilliseconds(chance.Next(900)), TimeProvider.System);
        life.Kill();
        await life.EndAsync();
    }

    internal static District Neighbourhood()
    {
        var boxes = District.OfBoxes(5, 10, TimeSpan.FromMilliseconds(8));
        LinePlan gateway = new()
        {
            Name = "gateway",
            Wire = WireKind.Mbap,
            TurnRound = TimeSpan.FromMilliseconds(8),
            Groups = [new() { Kind = MeterKind.All["eastron-sdm630"], Count = 4, FirstNumber = 202_700_001_001 }],
        };
        LinePlan riser = new()
        {
            Name = "riser",
            Wire = OperatingSystem.IsLinux() ? WireKind.Pty : WireKind.Tcp,
            Baud = 9600,
            Groups = [new() { Kind = MeterKind.All["dlt645-2007-1p"], Count = 3, FirstNumber = 202_700_002_001 }],
        };
        return boxes with { Lines = [.. boxes.Lines, gateway, riser] };
    }
}
