using AmrCollector.Metering;

namespace AmrCollector.Review;

/// <summary>What a person makes of a day of intervals: some of them named, or all of them scaled to another total. Pure and exact.</summary>
public static class IntervalEdits
{
    /// <summary>The day as the decision has it. <see cref="ReviewRefusedException"/> says what cannot be; <paramref name="most"/> is what an interval can carry, null where nobody knows.</summary>
    public static IntervalBlock Apply(IntervalBlock day, ReviewDecision decision, decimal? most)
    {
        var edited = decision.Intervals.Count > 0 ? Named(day, decision.Intervals) : Scaled(day, decision.Value ?? throw new ReviewRefusedException("An edit of a day needs its new total, or the intervals that are to be other."));
        for (var i = 0; i < edited.Values.Count; i++)
        {
            if (edited.Qualities[i] != IntervalQuality.Edited) continue;
            if (edited.Values[i] < 0) throw new ReviewRefusedException($"Interval {i + 1} cannot be below 0.");
            if (decimal.Round(edited.Values[i], day.Decimals) != edited.Values[i]) throw new ReviewRefusedException($"Interval {i + 1} has at most {day.Decimals} digits behind the point.");
            if (edited.Values[i] > most) throw new ReviewRefusedException($"Interval {i + 1} of {edited.Values[i]} is more than the meter can carry in {day.Step.TotalMinutes:0} minutes ({most:0.###}).");
        }

        return edited;
    }

    private static IntervalBlock Named(IntervalBlock day, IReadOnlyList<IntervalEdit> edits)
    {
        if (edits.FirstOrDefault(edit => edit.Index < 0 || edit.Index >= day.Values.Count) is { } outside) throw new ReviewRefusedException($"There is no interval {outside.Index + 1}: it has {day.Values.Count}.");
        if (edits.Select(edit => edit.Index).Distinct().Count() < edits.Count) throw new ReviewRefusedException("An interval is named twice.");
        var (values, qualities) = (day.Values.ToArray(), day.Qualities.ToArray());
        foreach (var (index, value) in edits) (values[index], qualities[index]) = (value, IntervalQuality.Edited);
        return new(day.Step, day.Decimals, values, qualities);
    }

    /// <summary>Every interval in proportion, in whole steps of the last digit that add up; a day without any energy is filled evenly.</summary>
    private static IntervalBlock Scaled(IntervalBlock day, decimal total)
    {
        var missing = day.Qualities.Count(quality => quality == IntervalQuality.Missing);
        if (missing > 0) throw new ReviewRefusedException($"{missing} of its intervals are missing: name their values, a total alone does not say where it belongs.");
        if (total < 0) throw new ReviewRefusedException("A day cannot be below 0.");
        if (decimal.Round(total, day.Decimals) != total) throw new ReviewRefusedException($"The total has at most {day.Decimals} digits behind the point.");
        var (lsd, sum) = (Quantity.Scaled(1, day.Decimals), day.Sum);
        var (passed, given) = (0m, 0m);
        var values = new decimal[day.Values.Count];
        for (var i = 0; i < values.Length; i++)
        {
            passed += sum == 0 ? 1 : day.Values[i];
            var until = decimal.Round(total * passed / (sum == 0 ? values.Length : sum) / lsd, 0, MidpointRounding.AwayFromZero) * lsd;
            (values[i], given) = (until - given, until);
        }

        return new(day.Step, day.Decimals, values, [.. Enumerable.Repeat(IntervalQuality.Edited, values.Length)]);
    }
}
