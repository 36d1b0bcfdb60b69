using AmrCollector.Metering;

namespace AmrCollector.Validation.Rules;

/// <summary>V03: the meter of the archive answered, or the one an exchange order names.</summary>
internal sealed class V03MeterId : IRule
{
    public void Try(Trial trial)
    {
        if (trial.Set.Source is Source.Manual or Source.Report or Source.Estimate) return;
        var replied = Bare(trial.Set.RepliedFrom);
        var listed = Bare(trial.Meter.Address);
        if (replied.Equals(listed, StringComparison.OrdinalIgnoreCase) && !IsMask(listed)) return;
        foreach (var order in trial.Around.Orders)
        {
            if (!order.IsExchange) continue;
            if (order.At <= trial.Set.Instant && replied.Equals(Bare(order.NewAddress), StringComparison.OrdinalIgnoreCase)) return;
            if (order.At >= trial.Set.Instant && order.OldAddress.Length > 0 && replied.Equals(Bare(order.OldAddress), StringComparison.OrdinalIgnoreCase)) return;
        }

        trial.Refuse(RuleId.MeterId, $"Address '{trial.Set.RepliedFrom}' answered, the list says '{trial.Meter.Address}' and no exchange order names another.");
    }

    /// <summary>DL/T 645 pads to twelve digits and Modbus does not: leading zeros mean nothing.</summary>
    private static ReadOnlySpan<char> Bare(string address)
    {
        var bare = address.AsSpan().Trim();
        var digits = bare.TrimStart('0');
        return digits.Length == 0 && bare.Length > 0 ? "0" : digits;
    }

    private static bool IsMask(ReadOnlySpan<char> address) => address.Length == 12 && address.ContainsAny('A', 'a');
}
