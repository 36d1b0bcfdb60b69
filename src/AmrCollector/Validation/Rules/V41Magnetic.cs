namespace AmrCollector.Validation.Rules;

/// <summary>V41 磁场: a constant field at the meter; nothing is held.</summary>
internal sealed class V41Magnetic : IRule
{
    public void Try(Trial trial)
    {
        if (Happenings.Since(trial).FirstOrDefault(happening => happening.Kind == MeterEventKind.Magnetic) is not { } field) return;
        trial.Doubt(RuleId.Magnetic, $"A magnetic field was recorded {trial.Time(field.At.ToUnixTimeSeconds())}.", holds: false, "2.3.3");
    }
}
