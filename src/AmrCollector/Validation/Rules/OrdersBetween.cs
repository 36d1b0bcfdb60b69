namespace AmrCollector.Validation.Rules;

/// <summary>V13, V23: orders since the baseline cut the way into stretches, each with its own ratio; then the last stretch is measured.</summary>
internal sealed class OrdersBetween : IRule
{
    public void Try(Trial trial)
    {
        var before = trial.Baseline!.Value;
        (trial.Start, trial.Since) = (before.Value, before.Second);
        foreach (var order in trial.Around.Orders)
        {
            var at = order.At.ToUnixTimeSeconds();
            if (at <= before.Second || at > trial.At) continue;
            var multiplier = trial.MultiplierAt(trial.Since);
            (trial.Closed ??= []).Add(new(order.Before - trial.Start, at - trial.Since, multiplier));
            Tell(trial, order, multiplier, at);
            (trial.Start, trial.Since) = (order.After, at);
        }

        trial.Open = new(trial.Value - trial.Start, trial.At - trial.Since, trial.Multiplier);
    }

    private static void Tell(Trial trial, WorkOrder order, decimal multiplier, long at)
    {
        if (order.IsExchange) trial.Note(RuleId.Exchange, $"Meter exchanged {trial.Time(at)} at {order.Before} (x {Wording.Plain(multiplier)}); the new one starts at {order.After}.");
        else trial.Note(RuleId.RatioChange, $"Ratio changed {trial.Time(at)} at {order.Before} from x {Wording.Plain(multiplier)} to x {Wording.Plain(trial.MultiplierAt(at))}.", "2.4.6");
    }
}
