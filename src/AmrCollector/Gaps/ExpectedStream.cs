using AmrCollector.Metering;

namespace AmrCollector.Gaps;

/// <summary>What a plan expects of one meter, over and over: one word of the plan.</summary>
/// <param name="Meter">The list's facts.</param>
/// <param name="Read">The plan's word: dailyFreeze, settlement, profile, or a group such as current.</param>
/// <param name="Schedule">When.</param>
/// <param name="MemoryDays">How many days back the meter itself can tell it; 0: only at the moment.</param>
/// <param name="Items">The items of which any tells that the slot is filled.</param>
public sealed record ExpectedStream(Meter Meter, string Read, SlotSchedule Schedule, int MemoryDays, IReadOnlyList<ObisCode> Items)
{
    /// <summary>How long after a slot the plan asks for it.</summary>
    public TimeSpan Asked { get; init; }
}
