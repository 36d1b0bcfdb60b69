namespace AmrCollector.Validation.Rules;

/// <summary>V25: a register of the net flow may fall, as far as the meter can carry.</summary>
internal sealed class V25NetExport : IRule
{
    public void Try(Trial trial)
    {
        if (trial.Open.Difference >= 0 || !trial.IsNet) return;
        var ceiling = trial.Ceiling(trial.Open.Seconds, trial.Baseline!.Value.Source);
        if (-trial.Open.Difference > ceiling)
        {
            trial.Refuse(RuleId.MaxEnergy, $"A fall of {Wording.Plain(-trial.Open.Difference)} in {Wording.Duration(trial.Open.Seconds)} is more than the meter can carry ({Wording.Plain(ceiling.Value)}).", "2.5.256");
            return;
        }

        V14MaxEnergy.CheckClosed(trial);
        if (trial.IsEnded) return;
        trial.Note(RuleId.NetExport, $"More flowed back than forth: the combined register fell by {Wording.Plain(-trial.Open.Difference)}.");
        trial.Amount = V14MaxEnergy.Sum(trial);
        trial.End();
    }
}
