namespace AmrCollector.Validation.Rules;

/// <summary>V16 停走: power flowed and the register stood.</summary>
internal sealed class V16Stopped : IRule
{
    public void Try(Trial trial)
    {
        if (!trial.IsMain || trial.Amount != 0) return;
        var hours = (trial.Elapsed - trial.OutageWithin(trial.At - trial.Elapsed, trial.At)) / 3600m;
        var expected = trial.Around.PowerEnergy ?? (trial.Around.MeanPowerKw * hours) ?? 0;
        if (expected < Math.Max(trial.Parameters.StoppedEnergy, 10 * trial.Register.Lsd * trial.Multiplier)) return;
        trial.Doubt(RuleId.Stopped, $"{Wording.Plain(expected)} kWh by the measured power, but the register stands at {trial.Value}.");
    }
}
