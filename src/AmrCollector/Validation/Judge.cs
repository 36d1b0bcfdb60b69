using AmrCollector.Metering;
using AmrCollector.Validation.Rules;

namespace AmrCollector.Validation;

/// <summary>
/// The judge: pure functions from readings, history and parameters to verdicts. Nothing is changed; the caller puts what it
/// stored into the timelines (<see cref="TimelineRow.Of"/>).
/// </summary>
public static partial class Judge
{
    private static readonly IRule[] ForAnyKind = [new V05Format(), new V03MeterId(), new V02Time(), new V01SameKey()];

    /// <summary>V24 may end a trial without a baseline, so the rest may rely on one.</summary>
    private static readonly IRule[] BeforeArithmetic = [new V04Clock(), new V00FirstReading(), new V24Late()];

    private static readonly IRule[] Arithmetic =
        [new OrdersBetween(), new V25NetExport(), new V09Jitter(), new V11Rollover(), new V12Reset(), new V10Decrease(), new V14MaxEnergy()];

    private static readonly IRule[] Credibility =
    [
        new V07Gap(), new V15OverCapacity(), new V18UsageOnInactive(),
        new V20TariffSum(), new V21TariffAnomaly(), new V22ReverseEnergy(),
        new V40TamperEvent(), new V41Magnetic(), new V42MeteringFault(), new V43Outage(), new V44PowerFactor(), new V45Unbalance(),
        new V16Stopped(), new V17ZeroRun(), new V19PowerMismatch(),
        new V30HighUsage(), new V31LowUsage(), new V33Peer(), new V34Spike(), new V35SumCheck(), new V32BillingHiLo(),
    ];

    /// <summary>One verdict per register of the set, in its order (vee.md 2.1): the first refusal stops, every rule that fired is named.</summary>
    public static IReadOnlyList<Verdict> Of(
        RegisterSet set, Func<ObisCode, RegisterTimeline> history, RuleParameters parameters, Circumstances? around = null)
    {
        parameters = parameters.Of(set.Meter.Class);
        var verdicts = new Verdict[set.Registers.Count];
        for (var i = 0; i < verdicts.Length; i++)
        {
            var trial = new Trial(set, set.Registers[i], history, parameters, around ?? Circumstances.None);
            Run(trial, ForAnyKind);
            if (trial.Register.Kind == ItemKind.Cumulative) RunRegister(trial);
            verdicts[i] = Known(trial, trial.Verdict());
        }

        return verdicts;
    }

    /// <summary>
    /// The verdict of an entry whose baseline changed, because a late one came in before it or one was withdrawn: judgement
    /// and findings stay, consumption and arithmetic rules are new. Held when the new way cannot be. Null: nothing changed.
    /// </summary>
    /// <param name="set">The entry as it was judged, its one register alone.</param>
    /// <param name="old">Its verdict in force.</param>
    /// <param name="past">Its timeline, the change included.</param>
    /// <param name="parameters">The thresholds in force.</param>
    /// <param name="around">What is known around it.</param>
    public static Verdict? Rederived(RegisterSet set, Verdict old, RegisterTimeline past, RuleParameters parameters, Circumstances? around = null)
    {
        if (old.Judgement == Judgement.Reject || old.Rules.Contains(RuleId.Conflict)) return null;
        if (past.BaselineAt(set.Instant) is { } twin && twin.Source != set.Source) return null;
        var trial = new Trial(set, set.Registers[0], _ => past, parameters.Of(set.Meter.Class), around ?? Circumstances.None)
        {
            Baseline = past.LastReleasedBefore(set.Instant),
        };
        if (trial.Baseline is not null) Run(trial, Arithmetic);
        return Revision.Of(old, trial);
    }

    private static void RunRegister(Trial trial)
    {
        Run(trial, BeforeArithmetic);
        Run(trial, Arithmetic);
        Run(trial, Credibility);
    }

    private static void Run(Trial trial, IRule[] rules)
    {
        foreach (var rule in rules)
        {
            if (trial.IsEnded) return;
            rule.Try(trial);
        }
    }

    /// <summary>A refusal or a contradiction that was met before is not news.</summary>
    private static Verdict Known(Trial trial, Verdict verdict)
    {
        if (verdict.Judgement is not (Judgement.Reject or Judgement.Suspect)) return verdict;
        var row = TimelineRow.Of(trial.Set.Instant, trial.Set.Source, trial.Register.Value, verdict);
        return row.IsInForce || !trial.Past.Knows(row, trial.Register.Lsd) ? verdict : verdict with { IsRepeat = true };
    }
}
