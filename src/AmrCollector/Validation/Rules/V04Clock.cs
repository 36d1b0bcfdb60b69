namespace AmrCollector.Validation.Rules;

/// <summary>V04: a clock that is off is set; a tariff split made by a clock far off is not billed.</summary>
internal sealed class V04Clock : IRule
{
    public void Try(Trial trial)
    {
        if (trial.Set.MeterTime is not { } clock || !trial.Around.IsClockTrusted) return;
        if (clock == trial.Set.Instant) return; // the date a stored record carries, not the clock at the time of reading
        var offset = clock - trial.Set.ReadAt;
        if (offset.Duration() <= trial.Parameters.ClockNotice) return;
        var why = $"The meter's clock is {Wording.Duration((long)offset.Duration().TotalSeconds)} {(offset > TimeSpan.Zero ? "fast" : "slow")}.";
        if (offset.Duration() <= trial.Parameters.ClockDoubt) trial.Note(RuleId.Clock, why);
        else if (Tariffs.IsTou(trial)) trial.Doubt(RuleId.Clock, why + " The tariff split is not billed as it is.", holds: Tariffs.IsRate(trial.Register), "2.1.9");
        else trial.Note(RuleId.Clock, why, "2.1.9");
    }
}
