namespace AmrCollector.Validation.Rules;

/// <summary>V09: one step backwards is how registers are cut off, not energy.</summary>
internal sealed class V09Jitter : IRule
{
    public void Try(Trial trial)
    {
        if (trial.Open.Difference >= 0 || -trial.Open.Difference > trial.Backstep(trial.Baseline!.Value)) return;
        trial.Note(RuleId.Jitter, $"{Wording.Plain(-trial.Open.Difference)} below {trial.Start}: within a step, no consumption, the baseline stays.");
        trial.Amount = 0;
        trial.End();
    }
}
