using AmrCollector.Metering;

namespace AmrCollector.Validation.Rules;

/// <summary>V14 飞走: no stretch carries more than the meter can; then the stretches make the consumption.</summary>
internal sealed class V14MaxEnergy : IRule
{
    public void Try(Trial trial)
    {
        CheckClosed(trial);
        if (!trial.IsEnded) Check(trial, trial.Open);
        if (!trial.IsEnded) trial.Amount = Sum(trial);
    }

    /// <summary>Refuses what a stretch that an order closed cannot have carried.</summary>
    public static void CheckClosed(Trial trial)
    {
        if (trial.Closed is not { } closed) return;
        foreach (var segment in closed)
        {
            if (!trial.IsEnded) Check(trial, segment);
        }
    }

    /// <summary>What all stretches carried, primary.</summary>
    public static decimal Sum(Trial trial)
    {
        var sum = trial.Open.Difference * trial.Open.Multiplier;
        if (trial.Closed is { } closed)
        {
            foreach (var segment in closed) sum += segment.Difference * segment.Multiplier;
        }

        return sum;
    }

    private static void Check(Trial trial, Segment segment)
    {
        if (segment.Difference < 0 && !trial.IsNet)
        {
            trial.Refuse(RuleId.Decrease, $"The order's register lies {Wording.Plain(-segment.Difference)} below the reading before it.");
        }
        else if (trial.Ceiling(segment.Seconds, trial.Baseline!.Value.Source) is { } ceiling && Math.Abs(segment.Difference) > ceiling + (segment.Difference < 0 ? 0 : trial.Register.Lsd))
        {
            trial.Refuse(
                RuleId.MaxEnergy,
                $"{Wording.Plain(segment.Difference * segment.Multiplier)} {trial.Register.Unit.Symbol()} in {Wording.Duration(segment.Seconds)}; the meter can carry {Wording.Plain(ceiling * segment.Multiplier)} at most.",
                "2.5.256");
        }
    }
}
