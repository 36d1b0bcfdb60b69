using AmrCollector.Metering;

namespace AmrCollector.Validation.Rules;

/// <summary>V04: a clock that is off is set; a tariff split made by a clock far off is not billed.</summary>
internal sealed class V04Clock : IRule
{
    public void Try(Trial trial)
    {
        foreach (var change in trial.Around.ClockChanges)
            if (Spans(trial, change)) trial.Note(RuleId.Clock, change.Sentence, "2.1.9");
        if (trial.Set.MeterTime is not { } clock || !trial.IsClockTrusted) return;
        if (clock == trial.Set.Instant && trial.Set.ReadAt - clock > trial.Around.Interval) return; // the date an old record carries, not the clock at the time of reading
        var offset = clock - trial.Set.ReadAt;
        if (offset.Duration() <= trial.Parameters.ClockNotice) return;
        var why = $"The meter's clock is {Wording.Duration((long)offset.Duration().TotalSeconds)} {(offset > TimeSpan.Zero ? "fast" : "slow")}.";
        if (offset.Duration() <= trial.Parameters.ClockDoubt) trial.Note(RuleId.Clock, why);
        else if (Tariffs.IsTou(trial)) trial.Doubt(RuleId.Clock, why + " The tariff split is not billed as it is.", holds: Tariffs.IsRate(trial.Register), "2.1.9");
        else trial.Note(RuleId.Clock, why, "2.1.9");
    }

    /// <summary>
    /// True for the first reading of its source that holds for a moment after the change, whenever it comes in: the change lies in what it tells. And for
    /// those while it was under way, of which nobody knows on which side of it they are.
    /// </summary>
    private static bool Spans(Trial trial, ClockChange change)
    {
        if (trial.Set.Instant < change.At) return false;
        for (var i = trial.Past.Count - 1; i >= 0; i--)
        {
            var row = trial.Past[i];
            if (row.Second < trial.At && row.Source == trial.Set.Source && row.IsInForce) return row.Instant < change.Until;
        }

        return trial.Set.Instant - change.At <= trial.Around.Interval;
    }
}
