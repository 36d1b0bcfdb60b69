using AmrCollector.Metering;

namespace AmrCollector.Validation.Rules;

/// <summary>V17: a week of zeros that nothing explains.</summary>
internal sealed class V17ZeroRun : IRule
{
    public void Try(Trial trial)
    {
        if (trial.Amount != 0 || trial.Around.HasGeneration || trial.Found(RuleId.Stopped)) return;
        if (DayLoad.Of(trial) is not { Amount: 0 } today || trial.IsVacant(today.Day)) return;
        if (trial.OutageWithin(today.From, trial.At) >= 0.9m * today.Seconds) return;
        var days = Days(trial, today);
        if (days >= trial.Parameters.ZeroDays) trial.Doubt(RuleId.ZeroRun, $"{days} days without any consumption.");
    }

    /// <summary>
    /// Days in a row, today's included, on which the register stood and nobody said that it would. Days that were not read do not interrupt
    /// them as long as it stood; a declared vacancy does.
    /// </summary>
    private static int Days(Trial trial, DayLoad today)
    {
        var (stood, since) = (trial.Baseline!.Value.Value, today.From);
        for (var i = trial.Past.Start(today.From) - 1; i >= 0; i--)
        {
            var row = trial.Past[i];
            if (!row.IsInForce || row.Source is not (Source.DailyFreeze or Source.Settlement)) continue;
            if (row.Value != stood || trial.IsVacant(today.Loads.DayOf(row.Second, since))) break;
            since = row.Second;
        }

        return (int)Math.Round((trial.At - since) / 86400m);
    }
}
