namespace AmrCollector.Validation.Rules;

/// <summary>V22 反向电量: energy flows back where nothing generates.</summary>
internal sealed class V22ReverseEnergy : IRule
{
    public void Try(Trial trial)
    {
        if (trial.Around.HasGeneration || trial.Register.Item is not { A: 1, C: 1, D: 8, E: 0, F: 255 }) return;
        foreach (var register in trial.Set.Registers)
        {
            if (register.Item != trial.Register.Item with { C = 2 } || register.Value is not { } value) continue;
            if (trial.History(register.Item).LastReleasedBefore(trial.Set.Instant) is not { } before) continue;
            var reverse = (value - before.Value) * trial.Multiplier;
            if (reverse <= Math.Max(trial.Parameters.ReverseEnergy, trial.Parameters.ReverseShare * trial.Amount.GetValueOrDefault())) continue;
            trial.Doubt(RuleId.ReverseEnergy, $"{Wording.Plain(reverse)} kWh flowed back on an account without generation.");
        }
    }
}
