using AmrCollector.Metering;

namespace AmrCollector.Validation;

/// <summary>Turns the registers of a day's records into interval energies. Pure.</summary>
public static class IntervalDay
{
    /// <summary>The energies between registers at every boundary of the day, null where there is none; nothing is known around it.</summary>
    public static IntervalBlock Of(IReadOnlyList<decimal?> registers, TimeSpan step, int decimals, decimal modulus) => Of(
        [.. from boundary in Enumerable.Range(0, registers.Count) where registers[boundary] is not null select new KnownRegister(boundary, registers[boundary]!.Value)],
        registers.Count - 1, new() { Step = step, Decimals = decimals, Modulus = modulus }).Block;

    /// <summary>
    /// The energies of a day. Between two registers that are further apart than an interval their difference is split in whole steps of the last
    /// digit, so that the sum closes: evenly over a short gap (V51), as like days had it over a long one (V52). At an open end, where a
    /// register falls or moves more than the meter can carry, nothing is known.
    /// </summary>
    /// <param name="known">Registers, rising boundaries; those outside of the day bound gaps that reach beyond it.</param>
    /// <param name="count">Intervals of the day.</param>
    /// <param name="facts">What else is known.</param>
    public static (IntervalBlock Block, IReadOnlyList<string> Methods) Of(IReadOnlyList<KnownRegister> known, int count, IntervalFacts facts)
    {
        var values = new decimal[count];
        var qualities = new IntervalQuality[count];
        Array.Fill(qualities, IntervalQuality.Missing);
        SortedSet<string> methods = new(StringComparer.Ordinal);
        var kept = Credible(known, facts);
        for (var i = 1; i < kept.Count; i++)
        {
            var (from, to) = (kept[i - 1], kept[i]);
            if (to.Boundary <= 0 || from.Boundary >= count || Energy(from, to, facts) is not { } energy) continue;
            Split(from.Boundary, to.Boundary, energy, facts, values, qualities);
            if (to.Boundary - from.Boundary > 1) methods.Add(IsShort(to.Boundary - from.Boundary, facts) ? RuleId.Linear : RuleId.LikeDayScaled);
        }

        return (new(facts.Step, facts.Decimals, values, qualities), [.. methods]);
    }

    /// <summary>
    /// What the sum of a day is worth beside the register's own difference over the same day (V35): a sentence when they contradict each
    /// other, else null.
    /// </summary>
    /// <param name="block">The day.</param>
    /// <param name="multiplier">ct x pt.</param>
    /// <param name="consumption">Primary difference of the register, null when it is not known.</param>
    /// <param name="parameters">Thresholds.</param>
    public static string? Contradiction(IntervalBlock block, decimal multiplier, decimal? consumption, RuleParameters parameters)
    {
        if (!block.IsWhole || consumption is not { } amount) return null;
        var sum = block.Sum * multiplier;
        var tolerance = Math.Max(2 * Quantity.Scaled(1, block.Decimals) * multiplier, parameters.SumShare * amount);
        return Math.Abs(sum - amount) <= tolerance ? null : $"{block.Values.Count} intervals add up to {Wording.Plain(sum)} kWh, the register says {Wording.Plain(amount)}.";
    }

    /// <summary>Without registers that fit neither the one before nor the way from that to the next: one bad record is no day's shape.</summary>
    private static List<KnownRegister> Credible(IReadOnlyList<KnownRegister> known, IntervalFacts facts)
    {
        List<KnownRegister> kept = new(known.Count);
        for (var i = 0; i < known.Count; i++)
        {
            var isOutlier = kept.Count > 0 && i + 1 < known.Count && Energy(kept[^1], known[i], facts) is null && Energy(kept[^1], known[i + 1], facts) is not null;
            if (!isOutlier) kept.Add(known[i]);
        }

        return kept;
    }

    /// <summary>Null when the register cannot have gone that way.</summary>
    private static decimal? Energy(KnownRegister from, KnownRegister to, IntervalFacts facts)
    {
        var (sum, start) = (0m, from.Value);
        foreach (var cut in facts.Cuts)
        {
            if (cut.Position <= from.Boundary || cut.Position > to.Boundary) continue;
            if (cut.Register is not { } register || Difference(start, register.Before, facts.Modulus) is not { } closed) return null;
            (sum, start) = (sum + closed, register.After);
        }

        if (Difference(start, to.Value, facts.Modulus) is not { } last) return null;
        sum += last;
        return facts.Ceiling(to.Boundary - from.Boundary) is { } most && sum > most + Quantity.Scaled(1, facts.Decimals) ? null : sum;
    }

    /// <summary>Null when the register fell: a rollover is told from a fall by where it began.</summary>
    private static decimal? Difference(decimal from, decimal to, decimal modulus)
    {
        if (to >= from) return to - from;
        return from >= modulus * 0.9m && to <= modulus * 0.1m ? to - from + modulus : null;
    }

    private static bool IsShort(int intervals, IntervalFacts facts) => intervals * facts.Step <= facts.LinearGap;

    private static void Split(int from, int to, decimal energy, IntervalFacts facts, decimal[] values, IntervalQuality[] qualities)
    {
        var weights = new decimal[to - from];
        if (!IsShort(weights.Length, facts))
            for (var i = 0; i < weights.Length; i++) weights[i] = Math.Max(0, facts.Weight(from + i));
        if (weights.Sum() == 0) Array.Fill(weights, 1);
        var (lsd, total) = (Quantity.Scaled(1, facts.Decimals), weights.Sum());
        var steps = decimal.Round(energy / lsd);
        var (given, weight) = (0m, 0m);
        for (var i = 0; i < weights.Length; i++)
        {
            weight += weights[i];
            var upTo = decimal.Round(steps * weight / total, 0, MidpointRounding.AwayFromZero);
            if (from + i >= 0 && from + i < values.Length)
            {
                values[from + i] = (upTo - given) * lsd;
                qualities[from + i] = weights.Length == 1 ? IntervalQuality.Actual : IntervalQuality.Substituted;
            }

            given = upTo;
        }
    }
}
