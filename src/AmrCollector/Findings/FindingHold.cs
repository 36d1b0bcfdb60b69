using AmrCollector.Validation;

namespace AmrCollector.Findings;

/// <summary>What a finding does to the verdicts of its meter. Pure.</summary>
public static class FindingHold
{
    private const string HeldQuality = "2.5.258";
    private const string RejectedQuality = "2.7.3";

    /// <summary>
    /// The verdict while <paramref name="blocking"/> findings stand: held while one is open, a reject once one says that another meter
    /// answers. Rejects and repeats stay as they are.
    /// </summary>
    public static Verdict On(Verdict verdict, IReadOnlyList<Finding> blocking)
    {
        if (blocking.Count == 0 || verdict.IsRepeat || verdict.Judgement == Judgement.Reject) return verdict;
        if (blocking.FirstOrDefault(finding => finding.State == FindingState.Rejected) is { } rejected) return Rejected(verdict, rejected);
        var open = blocking[0];
        return verdict with
        {
            Judgement = Judgement.Suspect,
            Held = true,
            Rules = With(verdict.Rules),
            Why = Join($"Held by finding {open.Id} until it is settled: {open.Report.Meaning}", verdict.Why),
            Quality = HeldQuality,
        };
    }

    /// <summary>A reading of another meter, by the decision on <paramref name="finding"/>.</summary>
    public static Verdict Rejected(Verdict verdict, Finding finding) => verdict with
    {
        Judgement = Judgement.Reject,
        Held = false,
        Rules = With(verdict.Rules),
        Why = $"Not a reading of this meter: {finding.SettledBy} rejected it by finding {finding.Id}: {finding.Reason}",
        Consumption = null,
        Adjustment = null,
        Quality = RejectedQuality,
        IsRepeat = false,
    };

    /// <summary>The fresh verdict of a reading that the decision on <paramref name="finding"/> sets free; what other rules hold stays held.</summary>
    public static Verdict Released(Verdict fresh, Finding finding) => fresh with
    {
        Why = Join($"Released by {finding.SettledBy} with finding {finding.Id}: {finding.Reason}", fresh.Why),
        IsRepeat = false,
    };

    /// <summary>True for a reading that a finding holds.</summary>
    public static bool IsHeld(Verdict verdict) => verdict is { Held: true, Judgement: Judgement.Suspect } && verdict.Rules.Contains(RuleId.MeterId);

    private static string[] With(IReadOnlyList<string> rules) => rules.Contains(RuleId.MeterId) ? [.. rules] : [RuleId.MeterId, .. rules];

    private static string Join(string first, string second) => second.Length == 0 ? first : $"{first} {second}";
}
