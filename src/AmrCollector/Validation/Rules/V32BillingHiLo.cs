using AmrCollector.Metering;

namespace AmrCollector.Validation.Rules;

/// <summary>V32: a billing cycle far from both the last one and the same one last year.</summary>
internal sealed class V32BillingHiLo : IRule
{
    private const long ShortestCycle = 20 * 86400;

    public void Try(Trial trial)
    {
        if (!trial.IsMain || (trial.Set.Source != Source.Settlement && trial.Around.CycleStart is null) || trial.Meter.Status != MeterStatus.Active) return;
        if (trial.Around is not { LastCycleDaily: > 0 and var last, LastYearCycleDaily: > 0 and var lastYear }) return;
        if (Start(trial) is not { } before || trial.At - before.Second < ShortestCycle || Energy(trial, before) is not { } energy) return;
        var days = (trial.At - before.Second) / 86400m;
        var daily = energy / days;
        var isHigh = daily > trial.Parameters.CycleHigh * last && daily > trial.Parameters.CycleHigh * lastYear;
        var isLow = daily < trial.Parameters.CycleLow * last && daily < trial.Parameters.CycleLow * lastYear;
        if ((!isHigh && !isLow) || Math.Abs(daily - last) * days < trial.Parameters.CycleEnergy) return;
        trial.Doubt(RuleId.BillingHiLo, $"{Wording.Plain(daily)} kWh a day in this cycle, {Wording.Plain(last)} in the last and {Wording.Plain(lastYear)} a year ago.");
    }

    /// <summary>Where the cycle began: as billing says, else at the baseline when that is a cycle away, an estimate too, else at the last settlement.</summary>
    private static TimelineRow? Start(Trial trial)
    {
        if (trial.Around.CycleStart is { } cycle) return new(cycle.At.ToUnixTimeSeconds(), cycle.Value, trial.Set.Source, RowMarks.None);
        return trial.Elapsed >= ShortestCycle ? trial.Baseline : LastSettlement(trial);
    }

    /// <summary>What the cycle used, primary; null where an order lies in it and the consumption at hand is not the whole cycle's.</summary>
    private static decimal? Energy(Trial trial, TimelineRow before)
    {
        if (trial.Baseline?.Second == before.Second && trial.Amount is { } amount) return amount;
        return trial.Cuts.Any(cut => cut.At > before.Second && cut.At <= trial.At) ? null : trial.Forward(before.Value, trial.Value) * trial.Multiplier;
    }

    private static TimelineRow? LastSettlement(Trial trial)
    {
        for (var i = trial.Past.Start(trial.At) - 1; i >= 0; i--)
        {
            if (trial.Past[i] is { IsBaseline: true, Source: Source.Settlement } row) return row;
        }

        return null;
    }
}
