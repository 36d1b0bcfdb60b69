namespace AmrCollector.Validation.Rules;

/// <summary>V00: nothing to compare with, before or after (design.md §4).</summary>
internal sealed class V00FirstReading : IRule
{
    public void Try(Trial trial)
    {
        trial.Baseline = trial.Past.LastReleasedBefore(trial.Set.Instant);
        trial.Next = trial.Past.FirstActualAfter(trial.Set.Instant);
        if (trial.Baseline is not null || trial.Next is not null) return;
        trial.Note(RuleId.FirstReading, "First reading of this register: consumption starts here.");
        trial.End();
    }
}
