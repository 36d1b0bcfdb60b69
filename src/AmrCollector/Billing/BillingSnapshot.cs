namespace AmrCollector.Billing;

/// <summary>How a reading day stands, counted by due reads.</summary>
/// <param name="Day">The local day.</param>
/// <param name="Due">Reads that are due.</param>
/// <param name="Actual">Of them read by somebody and issued.</param>
/// <param name="Estimated">Estimated and issued.</param>
/// <param name="Held">With a number that must not be billed.</param>
/// <param name="Missing">Without a number.</param>
/// <param name="Why">Why the day is not complete; empty when it is.</param>
public sealed record BillingSnapshot(DateOnly Day, int Due, int Actual, int Estimated, int Held, int Missing, string Why)
{
    /// <summary>True when the shares are within what is configured.</summary>
    public bool IsComplete => Why.Length == 0;
}
