namespace AmrCollector.Validation.Rules;

/// <summary>V34: the newest of the last 24 intervals stands far above the third highest.</summary>
internal sealed class V34Spike : IRule
{
    private const int Intervals = 24;

    public void Try(Trial trial)
    {
        if (!trial.IsMain || trial.Around.Interval.TotalHours >= 12 || trial.Amount is not { } newest) return;
        var (highest, second, count) = (0m, 0m, 1);
        var later = trial.Baseline!.Value;
        for (var i = trial.Past.Start(later.Second) - 1; i >= 0 && count < Intervals; i--)
        {
            if (trial.Past[i] is not { IsBaseline: true } row || row.Source != trial.Set.Source) continue;
            var energy = trial.Forward(row.Value, later.Value) * trial.Multiplier;
            later = row;
            count++;
            if (energy > highest) (highest, second) = (energy, highest);
            else if (energy > second) second = energy;
        }

        if (count < Intervals || newest < highest || second <= 0) return;
        if (newest - second < trial.Parameters.SpikeEnergy || (newest - second) / second <= trial.Parameters.SpikeRatio) return;
        trial.Doubt(RuleId.Spike, $"{Wording.Plain(newest)} kWh in this interval; the third highest of the last {Intervals} is {Wording.Plain(second)}; released when the next two readings are in band.");
    }
}
