using AmrCollector.Metering;

namespace AmrCollector.Validation.Rules;

/// <summary>V05: what was read is a number this register can show.</summary>
internal sealed class V05Format : IRule
{
    public void Try(Trial trial)
    {
        if (trial.Register.Value is not { } value) Refuse(trial, trial.Register.Fault ?? "The reply holds no number.");
        else if (!RegisterTimeline.Fits(value)) Refuse(trial, $"{value} has more digits than any register.");
        else if (trial.Register.Kind == ItemKind.Cumulative) TryRegister(trial, value);
    }

    private static void TryRegister(Trial trial, decimal value)
    {
        // The division drops the step's trailing zeros.
        var decimals = value.Scale <= trial.Meter.Decimals ? value.Scale : Math.Max(trial.Meter.Decimals, (trial.Register.Lsd / 1.0000000000000000000000000000m).Scale);
        if (value < 0 && !trial.IsSigned) Refuse(trial, $"{value} is negative; an energy register starts at 0.");
        else if (Math.Abs(value) >= trial.Modulus) Refuse(trial, $"{value} does not fit the register, which wraps at {Wording.Plain(trial.Modulus)}.");
        else if (value.Scale > decimals && value != decimal.Round(value, decimals)) Refuse(trial, $"{value} has more decimals than the {decimals} of the register.");
    }

    private static void Refuse(Trial trial, string why) => trial.Refuse(RuleId.Format, why, "2.5.257");
}
