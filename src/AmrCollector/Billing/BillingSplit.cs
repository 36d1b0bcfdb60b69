using AmrCollector.Metering;

namespace AmrCollector.Billing;

/// <summary>Shares a total out to its tariffs as the cycle before was shared, where no tariff registers can be billed (vee.md 2.5, V20). Pure.</summary>
internal static class BillingSplit
{
    /// <summary>Estimated registers of the tariffs, in the order of <paramref name="before"/>; null when the cycle before says nothing.</summary>
    /// <param name="main">What bills the total.</param>
    /// <param name="totalBefore">The total's read before.</param>
    /// <param name="before">Each tariff's read before.</param>
    /// <param name="modulus">Where registers start again.</param>
    internal static IReadOnlyList<BillingChoice>? Of(BillingChoice main, BillingRead totalBefore, IReadOnlyList<BillingRead?> before, decimal modulus)
    {
        if (before.Any(read => read is not { Consumption: >= 0 } || read.Instant != totalBefore.Instant)) return null;
        var whole = before.Sum(read => read!.Consumption!.Value);
        var energy = main.Value - totalBefore.Value!.Value;
        if (energy < 0 && -energy > modulus / 2) energy += modulus;
        if (whole <= 0 || energy < 0) return null;
        List<BillingChoice> shares = [];
        var (given, passed) = (0m, 0m);
        foreach (var read in before)
        {
            passed += read!.Consumption!.Value;
            var until = decimal.Round(energy * passed / whole / main.Lsd, 0, MidpointRounding.AwayFromZero) * main.Lsd; // running, so that the shares add up
            shares.Add(main with
            {
                State = BillingState.Estimated,
                Branch = BillingBranch.Estimate,
                Value = (read.Value!.Value + until - given) % modulus,
                Source = Source.Estimate,
                Quality = "2.8.1000",
                Entries = main.Entries,
                Why = "the tariff registers of the day cannot be billed; the total is shared out as in the cycle before",
            });
            given = until;
        }

        return shares;
    }
}
