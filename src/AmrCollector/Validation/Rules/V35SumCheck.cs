namespace AmrCollector.Validation.Rules;

/// <summary>V35: a complete set of intervals adds up to the register.</summary>
internal sealed class V35SumCheck : IRule
{
    public void Try(Trial trial)
    {
        if (!trial.IsMain || trial.Around.Intervals is not { } intervals || trial.Amount is not { } amount) return;
        var sum = 0m;
        foreach (var energy in intervals) sum += energy;
        if (Math.Abs(sum - amount) <= Math.Max(2 * trial.Register.Lsd * trial.Multiplier, trial.Parameters.SumShare * amount)) return;
        trial.Doubt(RuleId.SumCheck, $"{intervals.Count} intervals add up to {Wording.Plain(sum)} kWh, the register says {Wording.Plain(amount)}.");
    }
}
