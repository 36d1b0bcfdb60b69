using AmrCollector.Metering;

namespace AmrCollector.Validation.Rules;

/// <summary>V34: the newest of the last 24 intervals stands far above the third highest. What spans several is taken by its share of one.</summary>
internal sealed class V34Spike : IRule
{
    private const int Intervals = 24;

    public void Try(Trial trial)
    {
        if (!trial.IsMain || trial.Around.Interval.TotalHours >= 12 || trial.Meter.Status != MeterStatus.Active || trial.Amount is not { } amount) return;
        var (highest, second, count) = (0m, 0m, 1);
        var newest = OfOne(trial, amount, trial.Elapsed);
        var later = trial.Baseline!.Value;
        for (var i = trial.Past.Start(later.Second) - 1; i >= 0 && count < Intervals; i--)
        {
            if (trial.Past[i] is not { IsBaseline: true } row || row.Source != trial.Set.Source) continue;
            var until = later;
            later = row;
            if (Energy(trial, row, until) is not { } energy) continue;
            count++;
            if (energy > highest) (highest, second) = (energy, highest);
            else if (energy > second) second = energy;
        }

        if (count < Intervals || newest < highest || second <= 0) return;
        if (newest - second < trial.Parameters.SpikeEnergy || (newest - second) / second <= trial.Parameters.SpikeRatio) return;
        trial.Doubt(RuleId.Spike, $"{Wording.Plain(newest)} kWh in this interval; the third highest of the last {Intervals} is {Wording.Plain(second)}; released when the next two readings are in band.");
    }

    /// <summary>Null where an order lies between, or the register fell: that is no interval's energy.</summary>
    private static decimal? Energy(Trial trial, TimelineRow from, TimelineRow until)
    {
        foreach (var cut in trial.Cuts)
        {
            if (cut.At > from.Second && cut.At <= until.Second) return null;
        }

        if (until.Value < from.Value && from.Value < trial.Parameters.RolloverZone * trial.Modulus) return null;
        return OfOne(trial, trial.Forward(from.Value, until.Value) * trial.MultiplierAt(from.Second), until.Second - from.Second);
    }

    private static decimal OfOne(Trial trial, decimal energy, long seconds) =>
        seconds > (long)trial.Around.Interval.TotalSeconds ? energy * (long)trial.Around.Interval.TotalSeconds / seconds : energy;
}
