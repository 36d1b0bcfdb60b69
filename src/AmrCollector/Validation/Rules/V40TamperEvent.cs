namespace AmrCollector.Validation.Rules;

/// <summary>V40 开盖/开端钮盖/编程: somebody was at the meter without an order; for the revenue list, nothing is held.</summary>
internal sealed class V40TamperEvent : IRule
{
    public void Try(Trial trial)
    {
        foreach (var happening in Happenings.Since(trial))
        {
            if (happening.Kind is not (MeterEventKind.CoverOpen or MeterEventKind.TerminalCoverOpen or MeterEventKind.Programming) || happening.Order.Length > 0) continue;
            trial.Doubt(RuleId.TamperEvent, $"{Happenings.Name(happening.Kind)} {trial.Time(happening.At.ToUnixTimeSeconds())} without a work order.", holds: false, "2.3.1");
            return;
        }
    }
}
