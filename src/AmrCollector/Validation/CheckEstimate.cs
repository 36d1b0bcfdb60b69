using AmrCollector.Metering;

namespace AmrCollector.Validation;

/// <summary>
/// V50: what the check meter (副表) of the same point had, times what the main one had of it over the last 30 days, as long as the two agree
/// within their class. Pure.
/// </summary>
internal static class CheckEstimate
{
    /// <summary>Energy from <paramref name="before"/> to <paramref name="slot"/>; null without a check meter in class. Never more than the register moved until it was read again.</summary>
    internal static OpenEstimate? Of(
        Meter meter, TimelineRow before, TimelineRow? after, DateTimeOffset slot, RegisterTimeline past, RuleParameters parameters, Circumstances around)
    {
        if (around.CheckRegister is not { } check || check(before.Instant) is not { } start || check(slot) is not { } end || end < start) return null;
        if (Ratio(meter, before, start, check, past, parameters) is not { } ratio || Math.Abs(ratio - 1) > parameters.CheckShare) return null;
        var energy = Math.Min((end - start) * ratio, Estimation.Ceiling(meter, slot.ToUnixTimeSeconds() - before.Second, parameters));
        return after is { } next && next.Value >= before.Value ? new(Math.Min(energy, (next.Value - before.Value) * meter.Multiplier), RuleId.Check) : new(energy, RuleId.Check);
    }

    /// <summary>Main by check since the oldest instant of the window that both know.</summary>
    private static decimal? Ratio(Meter meter, TimelineRow before, decimal start, Func<DateTimeOffset, decimal?> check, RegisterTimeline past, RuleParameters parameters)
    {
        for (var i = past.Start(before.Second - (parameters.CheckDays * 86400L)); i < past.Count && past[i].Second < before.Second; i++)
        {
            if (past[i] is not { IsBaseline: true, IsEstimate: false } row || check(row.Instant) is not { } first || first >= start || row.Value >= before.Value) continue;
            return (before.Value - row.Value) * meter.Multiplier / (start - first);
        }

        return null;
    }
}
