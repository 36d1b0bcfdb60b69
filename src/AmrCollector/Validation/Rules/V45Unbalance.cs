namespace AmrCollector.Validation.Rules;

/// <summary>V45: the phases were loaded unevenly; information, but see V19.</summary>
internal sealed class V45Unbalance : IRule
{
    public void Try(Trial trial)
    {
        var all = Happenings.Since(trial).Where(happening => happening.Kind is MeterEventKind.Unbalance or MeterEventKind.SevereUnbalance);
        if (all.OrderByDescending(happening => happening.Kind).FirstOrDefault() is not { } uneven) return; // a severe one says more
        trial.Note(RuleId.Unbalance, $"{Happenings.Name(uneven.Kind)} {trial.Time(uneven.At.ToUnixTimeSeconds())}.");
    }
}
