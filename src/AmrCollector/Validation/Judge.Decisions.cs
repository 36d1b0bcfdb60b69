using AmrCollector.Metering;
using AmrCollector.Validation.Rules;

namespace AmrCollector.Validation;

/// <content>What the register's arithmetic says to a number that a person has looked at.</content>
public static partial class Judge
{
    private static readonly IRule[] Shape = [new V05Format()];
    private static readonly IRule[] Place = [new V00FirstReading(), new V24Late()];

    /// <summary>
    /// The verdict of a number that a person stands for: what was doubted does not matter any more, what is impossible stays refused.
    /// A register that may have wrapped more than once is taken to have wrapped once. Suspect only where the arithmetic has no answer.
    /// </summary>
    /// <param name="set">The number, its one register alone.</param>
    /// <param name="past">Its timeline, without the row that is decided on.</param>
    /// <param name="parameters">The thresholds in force.</param>
    /// <param name="around">What is known around it.</param>
    public static Verdict Decided(RegisterSet set, RegisterTimeline past, RuleParameters parameters, Circumstances? around = null)
    {
        var trial = new Trial(set, set.Registers[0], _ => past, parameters.Of(set.Meter.Class), around ?? Circumstances.None);
        Run(trial, Shape);
        if (trial.Register.Kind != ItemKind.Cumulative) return trial.Verdict();
        Run(trial, Place);
        Run(trial, Arithmetic);
        var verdict = trial.Verdict();
        if (verdict.Judgement != Judgement.Suspect) return verdict;
        if (verdict is { Consumption: not null }) return verdict with { Judgement = Judgement.Accept, Held = false }; // a recorded clear, computed from its snapshot
        if (!trial.Found(RuleId.Ambiguous)) return verdict;
        if (trial.Baseline is not { } baseline) return verdict with { Judgement = Judgement.Accept, Held = false };
        trial.Open = trial.Open with { Difference = trial.Open.Difference + trial.Modulus };
        return trial.Ceiling(trial.Open.Seconds, baseline.Source) is { } ceiling && trial.Open.Difference > ceiling + trial.Register.Lsd
            ? verdict
            : verdict with { Judgement = Judgement.Accept, Held = false, Consumption = new(V14MaxEnergy.Sum(trial), trial.Register.Unit, baseline.Instant) };
    }
}
