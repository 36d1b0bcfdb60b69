namespace AmrCollector.Validation.Rules;

/// <summary>V11: a fall near the end of the register may be its start over.</summary>
internal sealed class V11Rollover : IRule
{
    public void Try(Trial trial)
    {
        if (trial.Open.Difference >= 0) return;
        var wrap = trial.Modulus + trial.Open.Difference;
        var ceiling = trial.Ceiling(trial.Open.Seconds, trial.Baseline!.Value.Source);
        if (ceiling >= trial.Parameters.AmbiguousShare * trial.Modulus)
        {
            trial.Doubt(RuleId.Ambiguous, $"From {trial.Start} to {trial.Value} in {Wording.Duration(trial.Open.Seconds)}: the register may have wrapped more than once.");
            trial.End();
        }
        else if (trial.Start >= trial.Parameters.RolloverZone * trial.Modulus && wrap <= (ceiling ?? (1 - trial.Parameters.RolloverZone) * trial.Modulus))
        {
            trial.Open = trial.Open with { Difference = wrap };
            trial.Note(RuleId.Rollover, $"The register passed {Wording.Plain(trial.Modulus)}: {trial.Start} to {trial.Value} is {Wording.Plain(wrap)}.", "2.4.1");
        }
    }
}
