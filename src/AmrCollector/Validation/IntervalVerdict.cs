using AmrCollector.Metering;

namespace AmrCollector.Validation;

/// <summary>What a day of a load profile is worth. Pure.</summary>
public static class IntervalVerdict
{
    /// <summary>Rules that a block's verdict may name beside those of findings.</summary>
    private static readonly string[] Methods = [RuleId.Linear, RuleId.LikeDayScaled];

    /// <summary>The verdict of a day.</summary>
    /// <param name="block">Its intervals.</param>
    /// <param name="methods">How what is substituted was split: V51, V52.</param>
    /// <param name="meter">The meter as it stood.</param>
    /// <param name="consumption">What the register's own freezes say of the day, primary; null when they do not bound it.</param>
    /// <param name="isRatioChanged">True when its ratio changed within the day: then its registers do not make its energy.</param>
    /// <param name="parameters">Thresholds.</param>
    public static Verdict Of(IntervalBlock block, IReadOnlyList<string> methods, Meter meter, decimal? consumption, bool isRatioChanged, RuleParameters parameters)
    {
        List<string> rules = [];
        if (!block.IsWhole) rules.Add(RuleId.Missing);
        if (isRatioChanged) rules.Add(RuleId.RatioChange);
        var contradiction = isRatioChanged ? null : IntervalDay.Contradiction(block, meter.Multiplier, consumption, parameters.Of(meter.Class));
        if (contradiction is not null) rules.Add(RuleId.SumCheck);
        var (missing, substituted, changed) = (block.Count(IntervalQuality.Missing), block.Count(IntervalQuality.Substituted), block.Count(IntervalQuality.ClockChanged));
        if (changed > 0) rules.Add(RuleId.Clock);
        rules.AddRange(methods);
        var isHeld = contradiction is not null;
        return new()
        {
            Judgement = isHeld ? Judgement.Suspect : Judgement.Accept,
            Held = isHeld,
            Rules = rules,
            Why = string.Join(' ', ((string?[])
            [
                missing > 0 ? $"{missing} of {block.Values.Count} intervals are missing." : null,
                isRatioChanged ? "The ratio changed within the day: its intervals are cut there." : null,
                contradiction,
                changed > 0 ? $"The meter's clock was changed in {changed} intervals, or within five minutes of them: they may be longer or shorter than they should be." : null,
                substituted > 0 ? $"{substituted} intervals are shares of the register's difference over a gap." : null,
            ]).OfType<string>()),
            Quality = isHeld ? "2.5.258" : missing > 0 ? "2.5.259" : methods.Count > 0 ? $"2.8.10{methods[^1].AsSpan(1, 2)}" : changed > 0 ? "2.1.9" : "2.0.1",
            ParametersVersion = parameters.Version,
        };
    }

    /// <summary>The methods an earlier verdict names.</summary>
    public static IReadOnlyList<string> MethodsOf(Verdict verdict) => [.. verdict.Rules.Where(Methods.Contains)];
}
