namespace AmrCollector.Polling;

/// <summary>One entry of one meter's plan.</summary>
/// <param name="Meter">Index of the meter on its line.</param>
/// <param name="Entry">Index of the entry in the plan.</param>
/// <param name="IsFreezes">True for the freezes of the entry, false for its groups: they are served apart.</param>
internal readonly record struct PlanSlot(int Meter, int Entry, bool IsFreezes = false)
{
    /// <summary>True for the profile of the entry.</summary>
    public bool IsProfile { get; init; }

    /// <summary>True for the settlements of the entry.</summary>
    public bool IsSettlement { get; init; }
}
