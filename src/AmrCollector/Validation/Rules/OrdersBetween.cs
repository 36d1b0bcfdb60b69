namespace AmrCollector.Validation.Rules;

/// <summary>V13, V23: cuts the interval at every order (vee.md 3.3, step 2).</summary>
internal sealed class OrdersBetween : IRule
{
    public void Try(Trial trial)
    {
        var before = trial.Baseline!.Value;
        (trial.Start, trial.Since) = (before.Value, before.Second);
        foreach (var (at, written, order) in trial.Cuts)
        {
            if (at <= before.Second || at > trial.At) continue;
            var multiplier = trial.MultiplierAt(trial.Since);
            if ((written ?? Standing(trial)) is not { } cut)
            {
                Withhold(trial, order, at);
                return;
            }

            (trial.Closed ??= []).Add(new(cut.Before - trial.Start, at - trial.Since, multiplier));
            Tell(trial, order, cut, multiplier, at);
            (trial.Start, trial.Since) = (cut.After, at);
        }

        trial.Open = new(trial.Value - trial.Start, trial.At - trial.Since, trial.Multiplier);
    }

    /// <summary>A register that shows 0 on both sides, reverse energy of a consumer for one, needs no writing down.</summary>
    private static RegisterCut? Standing(Trial trial) => trial.Start == 0 && trial.Value == 0 ? new(0, 0) : null;

    private static void Withhold(Trial trial, WorkOrder order, long at)
    {
        var what = order.IsExchange ? "exchanged" : "given another ratio";
        trial.Doubt(
            order.IsExchange ? RuleId.Exchange : RuleId.RatioChange,
            $"The meter was {what} {trial.Time(at)}, and the order names no registers for {trial.Register.Item}: enter them and it is judged again.");
        trial.End();
    }

    private static void Tell(Trial trial, WorkOrder order, RegisterCut cut, decimal multiplier, long at)
    {
        if (order.IsExchange) trial.Note(RuleId.Exchange, $"Meter exchanged {trial.Time(at)} at {cut.Before} (x {Wording.Plain(multiplier)}); the new one starts at {cut.After}.");
        else trial.Note(RuleId.RatioChange, $"Ratio changed {trial.Time(at)} at {cut.Before} from x {Wording.Plain(multiplier)} to x {Wording.Plain(trial.MultiplierAt(at))}.", "2.4.6");
    }
}
