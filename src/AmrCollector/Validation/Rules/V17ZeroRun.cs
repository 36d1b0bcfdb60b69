namespace AmrCollector.Validation.Rules;

/// <summary>V17: a week of zeros that nothing explains.</summary>
internal sealed class V17ZeroRun : IRule
{
    public void Try(Trial trial)
    {
        if (trial.Amount != 0 || trial.Around.HasGeneration || trial.Found(RuleId.Stopped)) return;
        if (DayLoad.Of(trial) is not { Amount: 0 } today || trial.IsVacant(today.Day)) return;
        if (trial.OutageWithin(today.From, trial.At) >= 0.9m * today.Seconds) return;
        var days = (int)Math.Round(today.Seconds / 86400m);
        for (var i = 0; i < today.Loads.Count && today.Loads.Energy[i] == 0; i++) days++;
        if (days >= trial.Parameters.ZeroDays) trial.Doubt(RuleId.ZeroRun, $"{days} days without any consumption.");
    }
}
