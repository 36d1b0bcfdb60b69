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
    public Task Twenty_kills_in_the_middle_of_collecting_lose_nothing_and_double_nothing() => KillAsync(20, seed: 20261122);

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
        CheckGiven(given, ledger);
        CheckLedger(district, ledger);
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

    private static void CheckGiven(IReadOnlyList<FeedEntry> given, IReadOnlyList<FeedEntry> ledger)
    {
        Assert.InRange(given.Count, 1, ledger.Count);
        for (var i = 0; i < given.Count; i++)
        {
            Assert.Equal(i + 1, given[i].Sequence);
            Assert.Equal(ledger[i].Text, given[i].Text);
        }
    }

    private static void CheckLedger(RunningDistrict district, IReadOnlyList<FeedEntry> ledger)
    {
        Assert.Equal(ledger.Count, ledger.Select(entry => entry.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(district.Meters.Count, ledger.Select(entry => entry.Meter).Distinct(StringComparer.Ordinal).Count());
        Assert.Contains(ledger, entry => entry.Source == "dailyFreeze");
        Dictionary<(string, string, DateTimeOffset, string), FeedEntry> inForce = [];
        foreach (var entry in ledger)
        {
            // What is read again is no new entry; only a consumption that is derived anew replaces what was there.
            var before = inForce.GetValueOrDefault(entry.Key);
            Assert.Equal((before?.Id, (before?.Revision ?? 0) + 1), (entry.Replaces, entry.Revision));
            inForce[entry.Key] = entry;
            CheckValue(district.Meter(entry.Meter), entry);
        }

        foreach (var entry in inForce.Values) CheckConsumption(district.Meter(entry.Meter), entry);
    }

    /// <summary>A freeze is what the meter's register showed at that midnight; a current value lies between shortly before and the reply.</summary>
    private static void CheckValue(SimulatedMeter meter, FeedEntry entry)
    {
        if (entry.Source == "dailyFreeze")
        {
            Assert.Equal((entry.Key, meter.RegisterAt(entry.Item, entry.Instant)), (entry.Key, entry.Value!.Value));
            return;
        }

        var float32 = meter.Kind.IsModbus ? 0.05m : 0m;
        var (least, most) = (meter.RegisterAt(entry.Item, entry.ReadAt.AddSeconds(-30)), meter.RegisterAt(entry.Item, entry.ReadAt.AddSeconds(1)));
        Assert.InRange(entry.Value!.Value, least - float32, most + float32);
    }

    /// <summary>From midnight to midnight what is billed is the difference of the registers, to the last digit.</summary>
    private static void CheckConsumption(SimulatedMeter meter, FeedEntry entry)
    {
        if (entry is not { Source: "dailyFreeze", Consumption: var (consumed, from) } || from != meter.MidnightBefore(from, 0)) return;
        Assert.Equal((entry.Key, entry.Value - meter.RegisterAt(entry.Item, from)), (entry.Key, consumed));
    }

    private static District Neighbourhood()
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
