using AmrCollector.Metering;

namespace AmrCollector.Billing;

/// <summary>A total and the tariff registers that share it out.</summary>
/// <param name="Total">Tariff 0; where a meter keeps none, a tariff register by itself.</param>
/// <param name="Rates">Tariffs 1 and up; may be empty.</param>
public sealed record BillingGroup(ObisCode Total, IReadOnlyList<ObisCode> Rates)
{
    /// <summary>The registers of a meter in groups, the one that bills first: forward active energy where there is some.</summary>
    public static IReadOnlyList<BillingGroup> Of(IReadOnlyList<ObisCode> registers)
    {
        List<BillingGroup> groups = [];
        foreach (var quantity in registers.GroupBy(item => (item.A, item.B, item.C, item.D, item.F)))
        {
            if (quantity.Any(item => item.E == 0)) groups.Add(new(quantity.Single(item => item.E == 0), [.. quantity.Where(item => item.E != 0).OrderBy(item => item.E)]));
            else groups.AddRange(quantity.Select(item => new BillingGroup(item, [])));
        }

        return [.. groups.OrderBy(group => Rank(group.Total)).ThenBy(group => group.Total.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>Lower counts first: forward active energy, then combined, then the rest.</summary>
    public static int Rank(ObisCode total) => total is { A: 1, C: 1, D: 8, E: 0 } ? 0 : total is { A: 1, C: 15 or 16, D: 8, E: 0 } ? 1 : 2;
}
