namespace AmrCollector.Validation.Rules;

/// <summary>V07: readings are missing in between.</summary>
internal sealed class V07Gap : IRule
{
    public void Try(Trial trial)
    {
        if (trial.Past.Before(trial.Set.Instant) is not { } before) return;
        var elapsed = trial.At - before.Second;
        if (elapsed > trial.Parameters.GapFactor * (decimal)trial.Around.Interval.TotalSeconds) trial.Note(RuleId.Gap, $"{Wording.Duration(elapsed)} since the last valid reading.");
    }
}
