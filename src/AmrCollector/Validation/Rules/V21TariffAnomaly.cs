using AmrCollector.Metering;

namespace AmrCollector.Validation.Rules;

/// <summary>
/// V21 费率异常: a tariff register fell, or moved although it has no period. Then the split of the whole frame is wrong, whichever tariff it
/// was: what one has too much another has too little.
/// </summary>
internal sealed class V21TariffAnomaly : IRule
{
    public void Try(Trial trial)
    {
        if ((!trial.IsMain && !Tariffs.IsRate(trial.Register)) || trial.Closed is not null) return;
        foreach (var rate in trial.Set.Registers)
        {
            if (!Tariffs.IsRateOf(rate, trial.Register.Item with { E = 0 }) || rate.Value is not { } value) continue;
            if (trial.History(rate.Item).LastReleasedBefore(trial.Set.Instant) is not { } before) continue;
            var moved = Moved(trial, before, value);
            var isUnscheduled = trial.Around.UnscheduledRates.Contains(rate.Item);
            if (moved >= -rate.Lsd && (moved <= rate.Lsd || !isUnscheduled)) continue;
            trial.Doubt(RuleId.TariffAnomaly, $"Tariff {rate.Item} went from {before.Value} to {value}{(moved < 0 ? "" : " without a period in the tariff table")}.");
            return;
        }
    }

    /// <summary>Each tariff starts over at its own time, not with the total.</summary>
    private static decimal Moved(Trial trial, TimelineRow before, decimal value)
    {
        var (moved, zone) = (value - before.Value, trial.Parameters.RolloverZone * trial.Modulus);
        if (moved >= 0 || before.Value < zone) return moved;
        var most = trial.Ceiling(trial.At - before.Second, before.Source) ?? trial.Modulus - zone;
        return moved + trial.Modulus <= most ? moved + trial.Modulus : moved;
    }
}
