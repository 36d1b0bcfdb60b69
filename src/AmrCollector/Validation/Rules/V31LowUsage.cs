using AmrCollector.Metering;

namespace AmrCollector.Validation.Rules;

/// <summary>V31: the third day in a row far below the median; for the revenue list, the bill does not wait.</summary>
internal sealed class V31LowUsage : IRule
{
    public void Try(Trial trial)
    {
        if (trial.Amount is not > 0 || trial.Around.HasGeneration || DayLoad.Of(trial) is not { IsOneDay: true } today) return;
        var loads = today.Loads;
        if (loads.Count < trial.Parameters.AnyDaySamples || !IsHalfAbove(loads, today.Scaled, trial.Parameters.LowRatio)) return;
        var limit = DailyLoads.Median(loads.Sorted(_ => true));
        if (today.Primary(limit) < trial.Parameters.For(trial.Meter.Class).LowMedian) return;
        for (var back = 0; back < trial.Parameters.LowDays; back++)
        {
            var energy = back == 0 ? today.Scaled : loads.Energy[back - 1];
            var day = back == 0 ? today.Day : loads.Day(back - 1);
            if (day != today.Day - back || energy <= 0 || energy > trial.Parameters.LowRatio * limit || IsExcused(trial, day)) return;
        }

        if (trial.OutageWithin(today.From - ((trial.Parameters.LowDays - 1) * 86400L), trial.At) > 0) return;
        trial.Doubt(RuleId.LowUsage, $"{trial.Parameters.LowDays} days below {Wording.Plain(today.Primary(limit) * trial.Parameters.LowRatio)} kWh; the median is {Wording.Plain(today.Primary(limit))}.", holds: false, "2.6.4");
    }

    private static bool IsExcused(Trial trial, int day) =>
        trial.IsVacant(day) || (trial.Meter.Class != CustomerClass.Residential && trial.Parameters.Calendar.IsRest(day));

    private static bool IsHalfAbove(DailyLoads loads, long today, decimal ratio)
    {
        var (above, high) = (0, (long)(today / ratio));
        foreach (var energy in loads.Energy)
        {
            if (energy >= high) above++;
        }

        return 2 * above >= loads.Count;
    }
}
