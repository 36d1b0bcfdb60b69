namespace AmrCollector.Gaps;

/// <summary>All slots of one line that are accounted for.</summary>
/// <param name="Line">The line.</param>
/// <param name="Expected">Slots whose time has come.</param>
/// <param name="Filled">Slots by what filled them; those that are lost among them.</param>
public sealed record LineSlots(string Line, long Expected, IReadOnlyDictionary<SlotState, long> Filled)
{
    /// <summary>Slots still to be had.</summary>
    public long Open => Math.Max(0, Expected - Filled.Values.Sum());
}
