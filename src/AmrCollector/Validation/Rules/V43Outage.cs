namespace AmrCollector.Validation.Rules;

/// <summary>V43 停电: the supply was off for a while.</summary>
internal sealed class V43Outage : IRule
{
    public void Try(Trial trial)
    {
        if (!trial.IsMain || trial.OutageWithin(trial.Baseline!.Value.Second, trial.At) is not (> 0 and var off)) return;
        trial.Note(RuleId.Outage, $"The supply was off for {Wording.Duration(off)}.", "2.2.32");
    }
}
