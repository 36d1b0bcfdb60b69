using AmrCollector.Ledger;

namespace AmrCollector;

/// <content>The intervals of a closed day.</content>
internal abstract partial record Handover
{
    /// <summary>A day of a load profile is closed.</summary>
    /// <param name="Draft">Its entry, complete.</param>
    internal sealed record Intervals(EntryDraft Draft) : Handover;
}
