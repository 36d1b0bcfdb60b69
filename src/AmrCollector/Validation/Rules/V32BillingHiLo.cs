using AmrCollector.Metering;

namespace AmrCollector.Validation.Rules;

/// <summary>V32: a billing cycle far from both the last one and the same one last year.</summary>
internal sealed class V32BillingHiLo : IRule
{
    private const long ShortestCycle = 20 * 86400;

    public void Try(Trial trial)
    {
        if (!trial.IsMain || (trial.Set.Source != Source.Settlement && trial.Around.CycleStart is null) || trial.Meter.Status != MeterStatus.Active || trial.Closed is not null) return;
        if (trial.Around is not { LastCycleDaily: > 0 and var last, LastYearCycleDaily: > 0 and var lastYear }) return;
        var start = trial.Around.CycleStart is { } cycle ? new TimelineRow(cycle.At.ToUnixTimeSeconds(), cycle.Value, trial.Set.Source, RowMarks.None) : LastSettlement(trial);
        if (start is not { } before || trial.At - before.Second < ShortestCycle) return;
        var days = (trial.At - before.Second) / 86400m;
        var daily = trial.Forward(before.Value, trial.Value) * trial.Multiplier / days;
        var isHigh = daily > trial.Parameters.CycleHigh * last && daily > trial.Parameters.CycleHigh * lastYear;
        var isLow = daily < trial.Parameters.CycleLow * last && daily < trial.Parameters.CycleLow * lastYear;
        if ((!isHigh && !isLow) || Math.Abs(daily - last) * days < trial.Parameters.CycleEnergy) return;
        trial.Doubt(RuleId.BillingHiLo, $"{Wording.Plain(daily)} kWh a day in this cycle, {Wording.Plain(last)} in the last and {Wording.Plain(lastYear)} a year ago.");
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
