using AmrCollector.Metering;

namespace AmrCollector.Billing;

/// <summary>A page of a reading day.</summary>
/// <param name="Snapshot">How the whole day stands.</param>
/// <param name="Lines">Its registers, by meter and register.</param>
/// <param name="Next">The last meter of the page when there are more; else null.</param>
public sealed record BillingDayPage(BillingSnapshot Snapshot, IReadOnlyList<BillingLine> Lines, MeterId? Next);
