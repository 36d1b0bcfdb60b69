namespace AmrCollector.Validation.Rules;

/// <summary>V45: the meter reported unbalanced phases.</summary>
internal sealed class V45Unbalance : IRule
{
    public void Try(Trial trial)
    {
        if (Happenings.Since(trial).FirstOrDefault(happening => happening.Kind == MeterEventKind.Unbalance) is not { } uneven) return;
        trial.Note(RuleId.Unbalance, $"{Happenings.Name(uneven.Kind)} {trial.Time(uneven.At.ToUnixTimeSeconds())}.");
    }
}
