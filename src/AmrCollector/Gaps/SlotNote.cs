using AmrCollector.Metering;

namespace AmrCollector.Gaps;

/// <summary>What became of one slot.</summary>
/// <param name="Meter">Whose.</param>
/// <param name="Read">The plan's word.</param>
/// <param name="Instant">The slot's time, UTC.</param>
/// <param name="State">What became of it; outdoes what stands or is left aside.</param>
public readonly record struct SlotNote(MeterId Meter, string Read, DateTimeOffset Instant, SlotState State)
{
    /// <summary>True when it stands whatever was there: what was taken for had was not kept.</summary>
    public bool IsForced { get; init; }

    /// <summary>When the reading came, for one that a meter told.</summary>
    public Arrival Came { get; init; }

    /// <summary>True when a person found the reading wrong: rejected or edited.</summary>
    public bool IsWrong { get; init; }
}
