using System.Collections.Concurrent;
using AmrCollector.Metering;
using AmrCollector.Observations;
using AmrCollector.Polling;
using AmrCollector.Validation;
using NodaTime;

namespace AmrCollector;

/// <summary>
/// Finds out which stored values tell of something that happened before they were read, such as a counter that has risen or the record of an
/// outage: what was judged of that time without it is judged again. Any thread.
/// </summary>
/// <param name="meters">The list's facts.</param>
/// <param name="observations">What was told before.</param>
/// <param name="zone">The site's zone.</param>
internal sealed class LateEvents(IReadOnlyDictionary<MeterId, Meter> meters, ObservationStore observations, DateTimeZone zone)
{
    private const int MostWaiting = 10_000;
    private static readonly TimeSpan LookedBack = TimeSpan.FromDays(62);

    private readonly ConcurrentQueue<Handover.Happening> _found = [];

    /// <summary>Values were stored.</summary>
    internal void Note(IReadOnlyList<Observation> kept)
    {
        foreach (var told in kept)
        {
            if (_found.Count >= MostWaiting || !meters.TryGetValue(told.Meter, out var meter)) continue;
            if (StatusEvents.IsCounter(told.Item)) NoteCounter(meter, told);
            else if (told.Item == OutageRecords.Ended) NoteOutage(meter, told);
        }
    }

    /// <summary>The next one found; false when there is none.</summary>
    internal bool TryTake(out Handover.Happening? happening) => _found.TryDequeue(out happening);

    private void NoteCounter(Meter meter, Observation told)
    {
        if (Before(told) is { } before && told.Value > before.Value) _found.Enqueue(new(meter, before.At, told.At));
    }

    private void NoteOutage(Meter meter, Observation told)
    {
        if (OutageRecords.Stamp(told.Value) is not { } shown || Before(told)?.Value == told.Value) return;
        var until = MeterTime.ToInstant(shown, meter.Clock, zone);
        var began = observations.Nearest(meter.Id, OutageRecords.Began, told.At, told.At.AddMilliseconds(1), isLast: true);
        var from = began is { } start && OutageRecords.Stamp(start.Value) is { } at ? MeterTime.ToInstant(at, meter.Clock, zone) : until;
        if (from <= until && until <= told.At && from > told.At - LookedBack) _found.Enqueue(new(meter, from, until));
    }

    private Observation? Before(Observation told) => observations.Nearest(told.Meter, told.Item, told.At - LookedBack, told.At, isLast: true);
}
