namespace AmrCollector.Validation.Rules;

/// <summary>V30: far above the days of the same type (vee.md 4.1).</summary>
internal sealed class V30HighUsage : IRule
{
    public void Try(Trial trial)
    {
        // Most readings end here, before any day is looked at: a short day scaled to 24 h is a ninth more at most.
        if (trial.Amount < 0.9m * trial.Parameters.For(trial.Meter.Class).HighAtLeast || DayLoad.Of(trial) is not { } today) return;
        var (likeDays, likeLow, allLow) = (0, 0, 0);
        var low = (long)((today.Scaled + 1) / trial.Parameters.HighRatio);
        for (var i = 0; i < today.Loads.Count; i++)
        {
            var isLow = today.Loads.Energy[i] <= low;
            var isLike = today.Loads.IsLike(i, today.Day);
            if (isLow) allLow++;
            if (isLike) likeDays++;
            if (isLike && isLow) likeLow++;
        }

        // Twice the median is only reached when half of the days are below half of today: most readings end here, unsorted.
        var usesLike = today.IsOneDay && likeDays >= trial.Parameters.DayTypeSamples;
        if (usesLike ? 2 * likeLow < likeDays : today.Loads.Count < trial.Parameters.AnyDaySamples || 2 * allLow < today.Loads.Count) return;
        var kind = !usesLike ? "day" : trial.Parameters.Calendar.IsRest(today.Day) ? "day of rest" : "working day";
        Weigh(trial, today, today.Loads.Sorted(i => !usesLike || today.Loads.IsLike(i, today.Day)), kind);
    }

    private static void Weigh(Trial trial, DayLoad today, long[] reference, string kind)
    {
        var limits = trial.Parameters.For(trial.Meter.Class);
        var middle = DailyLoads.Median(reference);
        var deviations = Array.ConvertAll(reference, energy => (long)Math.Abs(energy - middle));
        Array.Sort(deviations);
        var median = today.Primary(middle);
        var spread = Math.Max(1.4826m * today.Primary(DailyLoads.Median(deviations)), Math.Max(0.10m * median, limits.SpreadFloor));
        var deviation = (today.Daily - median) / spread;
        if (deviation < trial.Parameters.HighDeviations || today.Daily < trial.Parameters.HighRatio * median || today.Daily - median < limits.HighAtLeast) return;
        var times = median > 0 ? $"{Wording.Plain(decimal.Round(today.Daily / median, 1))} times the usual {Wording.Plain(median)} kWh" : "far above the usual 0 kWh";
        trial.Doubt(RuleId.HighUsage, $"{Wording.Plain(today.Daily)} kWh a day is {times} of a {kind} ({reference.Length} of them, {decimal.Round(deviation, 1)} deviations); released when the next two readings are in band.");
    }
}
