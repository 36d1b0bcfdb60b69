using AmrCollector.Metering;

namespace AmrCollector.Validation.Rules;

/// <summary>V21 费率异常: a tariff register fell, or moved although it has no period.</summary>
internal sealed class V21TariffAnomaly : IRule
{
    public void Try(Trial trial)
    {
        if (!trial.IsMain || trial.Closed is not null || trial.Found(RuleId.Rollover)) return;
        foreach (var rate in trial.Set.Registers)
        {
            if (!Tariffs.IsRateOf(rate, trial.Register.Item) || rate.Value is not { } value) continue;
            if (trial.History(rate.Item).LastReleasedBefore(trial.Set.Instant) is not { } before) continue;
            var moved = value - before.Value;
            var isUnscheduled = trial.Around.UnscheduledRates.Contains(rate.Item);
            if (moved >= -rate.Lsd && (moved <= rate.Lsd || !isUnscheduled)) continue;
            trial.Doubt(RuleId.TariffAnomaly, $"Tariff {rate.Item} went from {before.Value} to {value}{(moved < 0 ? "" : " without a period in the tariff table")}.");
            return;
        }
    }
}
