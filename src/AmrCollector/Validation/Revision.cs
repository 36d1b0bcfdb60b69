using System.Collections.Frozen;

namespace AmrCollector.Validation;

/// <summary>How a verdict reads after its way was measured anew.</summary>
internal static class Revision
{
    /// <summary>Ids that speak of the way from the baseline.</summary>
    private static readonly FrozenSet<string> OfTheWay = FrozenSet.Create(
        StringComparer.Ordinal,
        RuleId.FirstReading,
        RuleId.Gap,
        RuleId.Jitter,
        RuleId.Decrease,
        RuleId.Rollover,
        RuleId.Exchange,
        RuleId.RatioChange,
        RuleId.NetExport,
        RuleId.MaxEnergy);

    /// <summary>The new verdict; null when it says the same.</summary>
    public static Verdict? Of(Verdict old, Trial trial)
    {
        var way = trial.Verdict();
        var rules = old.Rules.Where(id => !OfTheWay.Contains(id)).Concat(way.Rules.Where(id => !old.Rules.Contains(id) || OfTheWay.Contains(id))).ToArray();
        var isImpossible = way.Judgement != Judgement.Accept;
        var from = trial.Baseline is { } row ? trial.Time(row.Second) : null;
        if (Equals(old.Consumption, way.Consumption) && old.Rules.SequenceEqual(rules)) return null;
        var why = from is null ? "No reading before it any more." : $"Measured anew from {from}.";
        return old with
        {
            Rules = rules,
            Consumption = way.Consumption,
            Why = string.Join(' ', new[] { why, way.Why }.Where(part => part.Length > 0)),
            Judgement = isImpossible && old.Judgement == Judgement.Accept ? Judgement.Suspect : old.Judgement,
            Held = old.Held || isImpossible,
            Quality = isImpossible ? "2.5.258" : old.Judgement == Judgement.Accept ? way.Quality : old.Quality,
            IsRepeat = false,
            ParametersVersion = way.ParametersVersion,
        };
    }
}
