namespace AmrCollector.Validation.Rules;

/// <summary>V24: a reading older than one that is already in force must lie between its neighbours, along the register's way.</summary>
internal sealed class V24Late : IRule
{
    public void Try(Trial trial)
    {
        if (trial.Next is not { } next) return;
        trial.Note(RuleId.Late, $"Arrived late: {next.Value} of {trial.Time(next.Second)} was there already.");
        if (trial.IsNet)
        {
            if (trial.Baseline is null) trial.End();
            return;
        }

        var (upper, until) = (next.Value, next.Second);
        if (FirstOrder(trial, trial.At, next.Second) is { } order)
        {
            if (order.Cut is not { } cut) return; // what it showed at the order nobody wrote down
            (upper, until) = (cut.Before, order.At);
        }

        if (trial.Baseline is null) AgainstNextAlone(trial, next, upper, until);
        else Between(trial, trial.Baseline.Value, next, upper, until);
    }

    private static void Between(Trial trial, TimelineRow before, TimelineRow next, decimal upper, long until)
    {
        var last = LastOrder(trial, before.Second, trial.At);
        if (last is { Cut: null }) return;
        var lower = last?.Cut?.After ?? before.Value;
        var span = trial.Forward(lower, upper);
        if (trial.Forward(lower, trial.Value) > span)
        {
            if (trial.Value < lower && lower - trial.Value <= trial.Backstep(before)) return;
            if (trial.Value > upper && trial.Value - upper <= trial.Backstep(next)) StepAside(trial, next);
            else trial.Refuse(RuleId.Decrease, $"{trial.Value} does not lie between {lower} before and {upper} after it.");
            return;
        }

        Reach(trial, next, upper, until);
    }

    private static void AgainstNextAlone(Trial trial, TimelineRow next, decimal upper, long until)
    {
        if (trial.Value <= upper)
        {
            Reach(trial, next, upper, until);
        }
        else if (trial.Value - upper <= trial.Backstep(next))
        {
            StepAside(trial, next);
        }
        else
        {
            var ceiling = trial.Ceiling(until - trial.At, next.Source);
            if (ceiling >= trial.Parameters.AmbiguousShare * trial.Modulus) trial.Doubt(RuleId.Ambiguous, $"From {trial.Value} to {upper} the register may have wrapped more than once.");
            else if (trial.Value >= trial.Parameters.RolloverZone * trial.Modulus) Reach(trial, next, upper, until, RuleId.Decrease);
            else trial.Refuse(RuleId.Decrease, $"{trial.Value} is above {upper}, which was read later.");
        }

        trial.End();
    }

    /// <summary>From here to the next reading the meter must not have carried more than it can.</summary>
    private static void Reach(Trial trial, TimelineRow next, decimal upper, long until, string refusal = RuleId.MaxEnergy)
    {
        var way = trial.Forward(trial.Value, upper);
        if (trial.Ceiling(until - trial.At, next.Source) is not { } ceiling || way <= ceiling + trial.Register.Lsd) return;
        trial.Refuse(refusal, $"From {trial.Value} to {upper} in {Wording.Duration(until - trial.At)} is more than the meter can carry ({Wording.Plain(ceiling)}).", refusal == RuleId.MaxEnergy ? "2.5.256" : "2.7.3");
    }

    private static void StepAside(Trial trial, TimelineRow next)
    {
        trial.Note(RuleId.Jitter, $"One step above {next.Value}, which was read later: no consumption of its own.");
        if (trial.Baseline is not null) trial.Amount = 0;
        trial.End();
    }

    private static OrderCut? FirstOrder(Trial trial, long after, long until)
    {
        foreach (var cut in trial.Cuts)
        {
            if (cut.At > after && cut.At <= until) return cut;
        }

        return null;
    }

    private static OrderCut? LastOrder(Trial trial, long after, long until)
    {
        OrderCut? last = null;
        foreach (var cut in trial.Cuts)
        {
            if (cut.At > after && cut.At <= until) last = cut;
        }

        return last;
    }
}
