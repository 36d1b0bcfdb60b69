namespace AmrCollector.Orders;

/// <summary>过户: from an instant on somebody else pays for what a meter measures.</summary>
/// <param name="At">When, UTC; a register of this very instant still closes the old account.</param>
/// <param name="From">Who paid until then.</param>
/// <param name="To">Who pays from then on.</param>
/// <param name="Filed">The order that says so.</param>
public sealed record AccountMove(DateTimeOffset At, string From, string To, FiledOrder Filed);
