namespace AmrCollector.Polling.Clocks;

/// <summary>
/// When the service may set a meter's clock by itself: never near midnight, the full hour or a billing freeze, at most once a day, by no more
/// than five minutes, and only by a clock that can be trusted. Pure.
/// </summary>
public static class ClockPolicy
{
    /// <summary>How far from midnight, the full hour and freezes both the old and the new time must be.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    /// <summary>An offset measured longer ago says nothing of now.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromHours(12);

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Decides. The order of the reasons is that of who can mend them: the meter, the permission, the collector, the hour.</summary>
    public static ClockDecision Decide(ClockSettings settings, ClockSituation now)
    {
        var (limit, off) = (Limit(settings), now.Offset.Duration());
        if (now.IsTrusted && off > limit) return new(ClockVerdict.Alarm, $"the meter's clock is {Shown(now.Offset)} off, more than {Shown(limit)}: a person sets it");
        if (settings.Sync == ClockSync.Off) return new(ClockVerdict.Leave, "clocks are not set by this collector");
        if (off <= settings.After) return new(ClockVerdict.Leave, $"it is off by no more than {Shown(settings.After)}");
        if (!now.IsAllowed) return new(ClockVerdict.Leave, "the meter does not grant 'clock'");
        if (!now.IsTrusted) return new(ClockVerdict.Later, "the collector's own clock is not trusted");
        if (now.Age > Fresh) return new(ClockVerdict.Later, "its offset was measured too long ago");
        return WhyNotNow(settings, now) is { } why ? new(ClockVerdict.Later, why) : new(ClockVerdict.Set, $"it is {Shown(now.Offset)} off");
    }

    /// <summary>What forbids to move this clock at this moment, however right it is; null when nothing does. A broadcast asks it of every meter.</summary>
    public static string? WhyNotNow(ClockSettings settings, ClockSituation now)
    {
        if (now.Offset.Duration() > Limit(settings)) return $"it is {Shown(now.Offset)} off, more than {Shown(Limit(settings))}";
        return now.LastSet is { } last && last.Date == now.Right.Date ? "it was set today already" : NearestWall(now);
    }

    private static TimeSpan Limit(ClockSettings settings) => settings.Limit < ClockSettings.MostLimit ? settings.Limit : ClockSettings.MostLimit;

    private static string? NearestWall(ClockSituation now)
    {
        foreach (var time in (DateTime[])[now.Right, now.Right + now.Offset])
        {
            if (IsNear(time.TimeOfDay, TimeSpan.Zero, Day)) return "it is near midnight";
            if (IsNear(time.TimeOfDay, TimeSpan.Zero, Hour)) return "it is near the full hour";
            foreach (var freeze in now.Freezes)
                if (IsNear(time.TimeOfDay, freeze, Day)) return $"it is near the freeze of {freeze:hh\\:mm}";
        }

        return null;
    }

    private static bool IsNear(TimeSpan ofDay, TimeSpan moment, TimeSpan period)
    {
        var behind = TimeSpan.FromTicks((ofDay - moment + Day).Ticks % period.Ticks);
        return behind <= Margin || period - behind <= Margin;
    }

    private static string Shown(TimeSpan span) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s");
}
