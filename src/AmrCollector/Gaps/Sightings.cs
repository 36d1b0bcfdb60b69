using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Polling;
using AmrCollector.Validation;
using NodaTime;

namespace AmrCollector.Gaps;

/// <summary>Which slots an entry or an observation fills. Immutable, any thread.</summary>
public sealed class Sightings
{
    private readonly Dictionary<MeterId, ExpectedStream[]> _streams;
    private readonly DateTimeZone _zone;

    /// <param name="expected">What is expected of whom.</param>
    /// <param name="zone">The site's zone.</param>
    public Sightings(IEnumerable<ExpectedStream> expected, DateTimeZone zone)
    {
        _zone = zone;
        _streams = expected.GroupBy(stream => stream.Meter.Id).ToDictionary(meter => meter.Key, meter => meter.ToArray());
    }

    /// <summary>What a committed entry tells. Held values count as had: they came, and wait for a person.</summary>
    public IEnumerable<SlotNote> Of(EntryDraft draft)
    {
        foreach (var stream in StreamsOf(draft.Meter.Id))
        {
            if (!stream.Items.Contains(draft.Item)) continue;
            var isFreeze = stream.Read == ReadWord.DailyFreeze;
            if (isFreeze == (draft.Source == Source.Current) || !IsOnTime(stream, draft, isFreeze)) continue;
            yield return new(draft.Meter.Id, stream.Read, draft.Instant, StateOf(stream, draft));
        }
    }

    /// <summary>What a momentary value tells.</summary>
    public IEnumerable<SlotNote> Of(Observation observation)
    {
        foreach (var stream in StreamsOf(observation.Meter))
            if (stream.Items.Contains(observation.Item)) yield return new(observation.Meter, stream.Read, observation.At, SlotState.Have);
    }

    private ExpectedStream[] StreamsOf(MeterId meter) => _streams.GetValueOrDefault(meter, []);

    private bool IsOnTime(ExpectedStream stream, EntryDraft draft, bool exact) =>
        stream.Schedule.Find(draft.Instant, _zone) is var (date, index) && (!exact || stream.Schedule.InstantOf(date, index, _zone) == draft.Instant);

    private static SlotState StateOf(ExpectedStream stream, EntryDraft draft)
    {
        if (draft.Verdict.Judgement == Judgement.Reject) return SlotState.Rejected;
        if (draft.Source == Source.Estimate) return SlotState.Estimated;
        var isLate = draft.ReadAt >= draft.Instant + (stream.Schedule.IsPeriodic ? 2 * stream.Schedule.Step : stream.Schedule.Step);
        return draft.Source switch
        {
            Source.Settlement => SlotState.FromSettlement,
            Source.DailyFreeze when isLate => SlotState.FromDailyFreeze,
            Source.Profile when isLate => SlotState.FromLoadRecord,
            _ => SlotState.Have,
        };
    }
}
