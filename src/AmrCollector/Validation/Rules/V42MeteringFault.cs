namespace AmrCollector.Validation.Rules;

/// <summary>V42 失压/断相/失流/反极性: part of the energy was not metered; the register bills now, a supplement (追补) follows.</summary>
internal sealed class V42MeteringFault : IRule
{
    public void Try(Trial trial)
    {
        foreach (var happening in Happenings.Since(trial))
        {
            if (happening.Kind is not (MeterEventKind.VoltageLoss or MeterEventKind.PhaseLoss or MeterEventKind.CurrentLoss or MeterEventKind.CurrentReversed)) continue;
            var (begin, end) = (happening.At.ToUnixTimeSeconds(), happening.End?.ToUnixTimeSeconds() ?? trial.At);
            var seconds = Happenings.Overlap(trial, happening with { End = happening.End ?? trial.Set.Instant })
                - trial.OutageWithin(Math.Max(begin, trial.Baseline!.Value.Second), Math.Min(end, trial.At)); // without supply there is nothing to meter
            if (seconds < trial.Parameters.FaultDuration.TotalSeconds) continue;
            var phase = happening.Phase.Length > 0 ? $" on phase {happening.Phase}" : "";
            trial.Doubt(RuleId.MeteringFault, $"{Happenings.Name(happening.Kind)}{phase} for {Wording.Duration(seconds)} from {trial.Time(happening.At.ToUnixTimeSeconds())}: a supplement is due.", holds: false);
            return;
        }
    }
}
