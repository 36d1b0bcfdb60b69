using AmrCollector.Simulator.Loads;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>
/// What happens to an eventful meter by itself: a pure function of seed, kind and time, so that the tenth record of today is the eleventh
/// after the next event. A kind comes every 20 to 83 days and lasts 1 to 240 minutes.
/// </summary>
internal static class NaturalEvents
{
    private const int MostCounted = 400;
    private static readonly DateTimeOffset Epoch = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How often <paramref name="kind"/> (DI3 DI2 and the phase) happened until <paramref name="now"/>, and the minutes all of it took.</summary>
    internal static (int Count, long Minutes) Until(SimulatedMeter meter, int kind, DateTimeOffset now)
    {
        var (count, minutes) = (0, 0L);
        foreach (var happened in Newest(meter, kind, now).Take(MostCounted))
            (count, minutes) = (count + 1, minutes + (long)(happened.End - happened.Start).TotalMinutes);
        return (count, minutes);
    }

    /// <summary>Record <paramref name="back"/>, 1 the newest that is over; null when there are not so many.</summary>
    internal static NaturalEvent? Record(SimulatedMeter meter, int kind, int back, DateTimeOffset now)
    {
        foreach (var happened in Newest(meter, kind, now).Skip(back - 1)) return happened;
        return null;
    }

    private static IEnumerable<NaturalEvent> Newest(SimulatedMeter meter, int kind, DateTimeOffset now)
    {
        if (!meter.Group.Eventful) yield break;
        var seed = Mix.Of(meter.Seed, (ulong)kind);
        var period = TimeSpan.FromDays(20 + (int)(seed & 63));
        var cleared = ClearedAt(meter, kind);
        for (var index = (long)((now - Epoch) / period); index >= 0; index--)
        {
            var chance = Mix.Of(seed, (ulong)index);
            var start = Epoch + (index * period) + TimeSpan.FromMinutes(chance % (ulong)(period.TotalMinutes / 2));
            var end = start + TimeSpan.FromMinutes(1 + ((chance >> 32) % 240));
            if (start < cleared) yield break;
            if (end <= now) yield return new(start, end);
        }
    }

    private static DateTimeOffset ClearedAt(SimulatedMeter meter, int kind)
    {
        if (meter.Recalled?.EventsClearedAt is not { Count: > 0 } cleared) return default;
        var (all, own) = (cleared.GetValueOrDefault(0), cleared.GetValueOrDefault(kind >> 8));
        return all > own ? all : own;
    }
}
