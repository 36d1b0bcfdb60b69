namespace AmrCollector.Validation.Rules;

/// <summary>V44: the meter reported a very low power factor.</summary>
internal sealed class V44PowerFactor : IRule
{
    public void Try(Trial trial)
    {
        if (Happenings.Since(trial).FirstOrDefault(happening => happening.Kind == MeterEventKind.LowPowerFactor) is not { } low) return;
        trial.Note(RuleId.PowerFactor, $"{Happenings.Name(low.Kind)} {trial.Time(low.At.ToUnixTimeSeconds())}.");
    }
}
