using AmrCollector.Metering;

namespace AmrCollector.Billing;

/// <summary>One register of a due read as a reading day lists it: the issued read, or why there is none.</summary>
/// <param name="Due">What is due.</param>
/// <param name="Account">Who pays.</param>
/// <param name="Point">Where.</param>
/// <param name="Item">The register.</param>
/// <param name="State">What there is.</param>
/// <param name="Why">In words.</param>
/// <param name="Read">What was issued; null when nothing was.</param>
public sealed record BillingLine(BillingDue Due, string Account, string Point, ObisCode Item, BillingState State, string Why, BillingRead? Read);
