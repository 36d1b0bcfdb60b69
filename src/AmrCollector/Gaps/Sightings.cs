using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Polling;
using AmrCollector.Validation;
using NodaTime;

namespace AmrCollector.Gaps;

/// <summary>Which slots an entry or an observation fills. Immutable, any thread.</summary>
public sealed class Sightings
{
    /// <summary>An order, not a person, refused it.</summary>
    private static readonly string[] Refusals = [RuleId.Decrease, RuleId.MaxEnergy];

    private readonly Dictionary<MeterId, IReadOnlyList<ExpectedStream>> _streams;
    private readonly DateTimeZone _zone;

    /// <param name="expected">What is expected of whom.</param>
    /// <param name="zone">The site's zone.</param>
    public Sightings(IEnumerable<ExpectedStream> expected, DateTimeZone zone)
        : this(expected.GroupBy(stream => stream.Meter.Id).Select(meter => (meter.Key, (IReadOnlyList<ExpectedStream>)[.. meter])), zone)
    {
    }

    /// <param name="expected">What is expected of each meter; whose streams they say they are does not matter, so that meters may share them.</param>
    /// <param name="zone">The site's zone.</param>
    public Sightings(IEnumerable<(MeterId Meter, IReadOnlyList<ExpectedStream> Streams)> expected, DateTimeZone zone)
    {
        (_streams, _zone) = (expected.ToDictionary(one => one.Meter, one => one.Streams), zone);
        _streams.TrimExcess();
    }

    /// <summary>What a committed entry tells. Held values count as had: they came, and wait for a person.</summary>
    public IEnumerable<SlotNote> Of(EntryDraft draft)
    {
        if (draft is { Source: Source.Estimate, Value: null }) yield break; // a record that says that there is nothing
        foreach (var stream in StreamsOf(draft.Meter.Id))
        {
            if (!stream.Items.Contains(draft.Item)) continue;
            var isFreeze = stream.Read is ReadWord.DailyFreeze or ReadWord.Settlement;
            if (stream.Read == ReadWord.Profile || isFreeze == (draft.Source == Source.Current) || (isFreeze && !IsExact(stream, draft.Instant))) continue;
            yield return new(draft.Meter.Id, stream.Read, draft.Instant, StateOf(stream, draft))
            {
                IsForced = IsTakenBack(draft),
                Came = draft.Source == Source.Estimate ? Arrival.Unknown : Arrivals.Of(draft.Instant, draft.ReadAt, stream.Asked, _zone),
                IsWrong = IsWrong(draft),
            };
        }
    }

    /// <summary>What a momentary value, or a register of a load profile, tells that came at <paramref name="now"/>.</summary>
    public IEnumerable<SlotNote> Of(Observation observation, DateTimeOffset now)
    {
        foreach (var stream in StreamsOf(observation.Meter))
        {
            if (!stream.Items.Contains(observation.Item)) continue;
            var isProfile = stream.Read == ReadWord.Profile;
            if (isProfile && !IsExact(stream, observation.At)) continue;
            var isLate = isProfile && now >= observation.At + (2 * stream.Schedule.Step);
            yield return new(observation.Meter, stream.Read, observation.At, isLate ? SlotState.FromLoadRecord : SlotState.Have);
        }
    }

    private IReadOnlyList<ExpectedStream> StreamsOf(MeterId meter) => _streams.GetValueOrDefault(meter, []);

    private bool IsExact(ExpectedStream stream, DateTimeOffset instant) =>
        stream.Schedule.Find(instant, _zone) is var (date, index) && stream.Schedule.InstantOf(date, index, _zone) == instant;

    /// <summary>It was taken for had, and is no reading any more; what only contradicted another one never was.</summary>
    private static bool IsTakenBack(EntryDraft draft) =>
        draft is { Replaces: not null, Verdict.Judgement: Judgement.Reject } && !draft.Verdict.Rules.Contains(RuleId.Conflict);

    /// <summary>A person rejected or edited what the meter was taken to have said; estimates are nobody's reading.</summary>
    private static bool IsWrong(EntryDraft draft) => draft is { Replaces: not null, Source: not Source.Estimate }
        && (draft.Origin == Origin.Edited || (IsTakenBack(draft) && !draft.Verdict.Rules.Any(Refusals.Contains)));

    private static SlotState StateOf(ExpectedStream stream, EntryDraft draft)
    {
        if (draft.Verdict.Judgement == Judgement.Reject) return SlotState.Rejected;
        if (draft.Source == Source.Estimate) return SlotState.Estimated;
        var isLate = draft.ReadAt >= draft.Instant + (stream.Schedule.IsPeriodic ? 2 * stream.Schedule.Step : stream.Schedule.Step);
        var isSettlement = stream.Read == ReadWord.Settlement;
        return draft.Source switch
        {
            Source.Settlement when isLate || !isSettlement => SlotState.FromSettlement,
            Source.DailyFreeze when isLate || isSettlement => SlotState.FromDailyFreeze,
            Source.Profile => SlotState.FromLoadRecord,
            _ => SlotState.Have,
        };
    }
}
