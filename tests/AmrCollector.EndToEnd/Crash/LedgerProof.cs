using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.Crash;

/// <summary>What must hold of a ledger whatever happened to its service.</summary>
internal static class LedgerProof
{
    /// <summary>What a consumer was given is the ledger from its beginning, byte for byte.</summary>
    internal static void GivenIsStored(IReadOnlyList<FeedEntry> given, IReadOnlyList<FeedEntry> ledger)
    {
        Assert.InRange(given.Count, 1, ledger.Count);
        for (var i = 0; i < given.Count; i++)
        {
            Assert.Equal(i + 1, given[i].Sequence);
            Assert.Equal(ledger[i].Text, given[i].Text);
        }
    }

    /// <summary>Every entry shows what its meter's register showed, and none is there twice: what follows for the same reading names what it replaces.</summary>
    internal static void EachIsTrueAndOnce(RunningDistrict district, IReadOnlyList<FeedEntry> ledger)
    {
        Assert.Equal(ledger.Count, ledger.Select(entry => entry.Id).Distinct(StringComparer.Ordinal).Count());
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
}
