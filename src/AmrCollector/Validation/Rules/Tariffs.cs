using AmrCollector.Metering;

namespace AmrCollector.Validation.Rules;

/// <summary>Which registers of a set are the tariffs of which total.</summary>
internal static class Tariffs
{
    /// <summary>True for a tariff register: 1-0:1.8.1 and on.</summary>
    public static bool IsRate(RegisterValue register) => register is { Kind: ItemKind.Cumulative, Item: { D: 8, E: >= 1 and <= 63, F: 255 } };

    /// <summary>True when <paramref name="rate"/> is a tariff of the total <paramref name="total"/>.</summary>
    public static bool IsRateOf(RegisterValue rate, ObisCode total) => IsRate(rate) && rate.Item with { E = 0 } == total;

    /// <summary>True when the account is billed by tariff, or the reading brought tariffs.</summary>
    public static bool IsTou(Trial trial)
    {
        if (trial.Around.IsTou) return true;
        foreach (var register in trial.Set.Registers)
        {
            if (IsRate(register)) return true;
        }

        return false;
    }
}
