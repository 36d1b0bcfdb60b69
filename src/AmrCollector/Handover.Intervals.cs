using AmrCollector.Ledger;
using AmrCollector.Orders;

namespace AmrCollector;

/// <content>The intervals of a closed day.</content>
internal abstract partial record Handover
{
    /// <summary>A day of a load profile is closed.</summary>
    /// <param name="Draft">Its entry, complete.</param>
    /// <param name="Orders">The orders it was made with; null: whatever they are.</param>
    internal sealed record Intervals(EntryDraft Draft, OrderBook? Orders = null) : Handover;
}
