using AmrCollector.Metering;

namespace AmrCollector.Validation.Rules;

/// <summary>V18: consumption where nobody is supplied.</summary>
internal sealed class V18UsageOnInactive : IRule
{
    public void Try(Trial trial)
    {
        if (!trial.IsMain || trial.Meter.Status == MeterStatus.Active || trial.Amount is not { } amount) return;
        if (amount <= Math.Max(trial.Parameters.InactiveEnergy, 2 * trial.Register.Lsd * trial.Multiplier)) return;
        trial.Doubt(RuleId.UsageOnInactive, $"{Wording.Plain(amount)} {trial.Register.Unit.Symbol()} on an account that is {trial.Meter.Status.WireName()}.");
    }
}
