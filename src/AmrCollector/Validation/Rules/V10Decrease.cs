namespace AmrCollector.Validation.Rules;

/// <summary>V10 示度下降: the register fell and no rule before this one explained it.</summary>
internal sealed class V10Decrease : IRule
{
    public void Try(Trial trial)
    {
        if (trial.Open.Difference >= 0) return;
        var before = trial.Baseline!.Value;
        if (before.IsEstimate && trial.Closed is null && IsAboveLastActual(trial))
        {
            trial.Doubt(RuleId.Decrease, $"{trial.Value} is below the estimate {before.Value} of {trial.Time(before.Second)}, though not below what the meter last said: the estimate was too high.");
            trial.End();
            return;
        }

        trial.Refuse(RuleId.Decrease, $"The register fell from {trial.Start} to {trial.Value}; no rollover, exchange or recorded clear explains it.");
    }

    private static bool IsAboveLastActual(Trial trial)
    {
        for (var i = trial.Past.Start(trial.At) - 1; i >= 0; i--)
        {
            if (trial.Past[i] is { IsBaseline: true, IsEstimate: false } actual) return trial.Value >= actual.Value;
        }

        return false;
    }
}
