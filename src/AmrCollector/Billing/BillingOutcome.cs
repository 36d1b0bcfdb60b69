using AmrCollector.Metering;

namespace AmrCollector.Billing;

/// <summary>What a due read comes to for one register.</summary>
/// <param name="Item">The register.</param>
/// <param name="IsMain">True for the register by which the due read counts.</param>
/// <param name="Choice">What there is, or why nothing is billed.</param>
/// <param name="Fresh">The read to issue, not numbered yet; null when there is none, or the one that stands says it already.</param>
/// <param name="Standing">What stands in the book; null when nothing was issued.</param>
public sealed record BillingOutcome(ObisCode Item, bool IsMain, BillingChoice Choice, BillingRead? Fresh, BillingRead? Standing);
