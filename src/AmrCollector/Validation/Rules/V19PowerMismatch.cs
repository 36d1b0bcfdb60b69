namespace AmrCollector.Validation.Rules;

/// <summary>V19 电能量超差: register and integrated power tell different energies.</summary>
internal sealed class V19PowerMismatch : IRule
{
    public void Try(Trial trial)
    {
        if (!trial.IsMain || trial.Around.PowerEnergy is not { } integral || trial.Amount is not { } amount) return;
        if (integral < trial.Parameters.PowerEnergyAtLeast || trial.Found(RuleId.Stopped)) return;
        var ratio = amount / integral;
        if (ratio >= trial.Parameters.PowerRatioLow && ratio <= trial.Parameters.PowerRatioHigh) return;
        trial.Doubt(RuleId.PowerMismatch, $"The register moved {Wording.Plain(amount)} kWh, the measured power makes {Wording.Plain(integral)} kWh: {decimal.Round(ratio, 2)} times.{Missing(trial)}");
    }

    /// <summary>V45 severe and V19 together: a phase is most likely not metered.</summary>
    private static string Missing(Trial trial) => Happenings.Since(trial).Any(happening => happening.Kind == MeterEventKind.SevereUnbalance)
        ? " The phases are loaded very unevenly at that: one of them is most likely not metered."
        : "";
}
