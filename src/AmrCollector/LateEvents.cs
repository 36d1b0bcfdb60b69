using AmrCollector.Metering;
using AmrCollector.Observations;
using AmrCollector.Polling;
using AmrCollector.Validation;
using NodaTime;

namespace AmrCollector;

/// <summary>
/// Finds out which stored values tell of something that happened before they were read, such as a counter that has risen or the record of an
/// outage: what was judged of that time without it is judged again. Such a value waits in the store, from the commit that brought it, until the
/// ledger has followed: no end of the process loses it. Any thread.
/// </summary>
/// <param name="meters">The list's facts.</param>
/// <param name="observations">What was told.</param>
/// <param name="zone">The site's zone.</param>
internal sealed class LateEvents(IReadOnlyDictionary<MeterId, Meter> meters, ObservationStore observations, DateTimeZone zone)
{
    private const int AtOnce = 500;
    private static readonly TimeSpan LookedBack = TimeSpan.FromDays(62);

    /// <summary>True for items whose values may tell of the time before.</summary>
    internal static bool IsTelling(ObisCode item) => StatusEvents.IsCounter(item) || item == OutageRecords.Ended;

    /// <summary>Hands what waits to <paramref name="follow"/>, oldest first; each waits no longer once that has returned. How many there were.</summary>
    internal async Task<int> FollowAsync(Func<Handover.Happening, Task> follow)
    {
        var waiting = observations.Unfollowed(AtOnce);
        foreach (var told in waiting)
        {
            if (HappeningOf(told) is { } happening) await follow(happening);
            observations.Followed(told);
        }

        return waiting.Count;
    }

    private Handover.Happening? HappeningOf(Observation told)
    {
        if (!meters.TryGetValue(told.Meter, out var meter)) return null;
        if (told.Item == OutageRecords.Ended) return OutageOf(meter, told);
        return Before(told) is { } before && told.Value > before.Value ? new(meter, before.At, told.At) : null;
    }

    private Handover.Happening? OutageOf(Meter meter, Observation told)
    {
        if (OutageRecords.Stamp(told.Value) is not { } shown || Before(told)?.Value == told.Value) return null;
        var until = MeterTime.ToInstant(shown, meter.Clock, zone);
        var began = observations.Nearest(meter.Id, OutageRecords.Began, told.At, told.At.AddMilliseconds(1), isLast: true);
        var from = began is { } start && OutageRecords.Stamp(start.Value) is { } at ? MeterTime.ToInstant(at, meter.Clock, zone) : until;
        return from <= until && until <= told.At && from > told.At - LookedBack ? new(meter, from, until) : null;
    }

    private Observation? Before(Observation told) => observations.Nearest(told.Meter, told.Item, told.At - LookedBack, told.At, isLast: true);
}
