using AmrCollector.Metering;
using NodaTime;

namespace AmrCollector.Polling.Profile;

/// <summary>
/// The instants of records that carry the meter's own wall clock, in the order in which the meter gives them. Only a clock that keeps
/// local time shows an hour twice: which one a record means follows from its neighbours, or stays unsaid. Pure.
/// </summary>
public static class RecordTimes
{
    /// <summary>An instant for each time, null where the order does not tell which of two it is, or the clock cannot have shown it.</summary>
    public static IReadOnlyList<DateTimeOffset?> Resolve(IReadOnlyList<DateTime> shown, MeterClock clock, DateTimeZone zone)
    {
        if (clock != MeterClock.Local) return [.. shown.Select(time => (DateTimeOffset?)MeterTime.ToInstant(time, clock, zone))];
        var mappings = shown.Select(time => zone.MapLocal(LocalDateTime.FromDateTime(time))).ToList();
        var instants = mappings.Select(mapping => mapping.Count == 1 ? mapping.Single().ToDateTimeOffset() : (DateTimeOffset?)null).ToArray();
        for (var from = 0; from < shown.Count; from++)
        {
            if (mappings[from].Count != 2) continue;
            var to = from;
            while (to < shown.Count && mappings[to].Count == 2) to++;
            ResolveTwice(shown, from, to, zone, instants);
            from = to;
        }

        return instants;
    }

    /// <summary>Records from <paramref name="from"/> to before <paramref name="to"/> lie in the hour that comes twice.</summary>
    private static void ResolveTwice(IReadOnlyList<DateTime> shown, int from, int to, DateTimeZone zone, DateTimeOffset?[] instants)
    {
        DateTimeOffset Of(int index, bool second)
        {
            var mapping = zone.MapLocal(LocalDateTime.FromDateTime(shown[index]));
            return (second ? mapping.Last() : mapping.First()).ToDateTimeOffset();
        }

        var back = from + 1;
        while (back < to && shown[back] > shown[back - 1]) back++;
        var step = Enumerable.Range(1, shown.Count - 1).Select(i => shown[i] - shown[i - 1]).Where(each => each > TimeSpan.Zero).DefaultIfEmpty(TimeSpan.MaxValue).Min();
        if (back == to)
        {
            var follows = from > 0 && instants[from - 1] is { } before && Of(from, second: false) - before == step;
            var leads = to < shown.Count && instants[to] is { } after && after - Of(to - 1, second: true) == step;
            if (follows == leads) return; // nothing tells them apart
            back = follows ? to : from;
        }

        for (var i = from; i < to; i++) instants[i] = Of(i, second: i >= back);
    }
}
