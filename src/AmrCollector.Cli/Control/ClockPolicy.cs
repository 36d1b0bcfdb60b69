using AmrCollector.Lines;

namespace AmrCollector.Cli.Control;

/// <summary>When a meter's clock must not be set, in a sentence. Pure.</summary>
internal static class ClockPolicy
{
    private static readonly TimeSpan AroundMidnight = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AroundHour = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Avoidable = TimeSpan.FromHours(1);
    private static readonly TimeSpan Nudge2007 = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Nudge1997 = TimeSpan.FromMinutes(10);

    /// <summary>Why not now; null when it may be set.</summary>
    /// <param name="shown">What the meter shows.</param>
    /// <param name="right">What it should show.</param>
    /// <param name="isNudge">True for 08, which meters take only for small corrections.</param>
    /// <param name="is1997">Which edition.</param>
    internal static string? Refusal(DateTime shown, DateTime right, bool isNudge, bool is1997)
    {
        var (offset, limit) = ((shown - right).Duration(), is1997 ? Nudge1997 : Nudge2007);
        if (isNudge && offset > limit)
            return $"the clock is off by {Shown(offset)}: without a password (08) meters take no more than {Duration.Show(limit)}; give --secret FILE";
        if (IsNear(right, TimeSpan.FromDays(1), AroundMidnight))
            return $"it is {right:HH:mm:ss} for the meter: within 5 minutes of midnight no clock is set, for daily freezes and settlements are taken then; wait until {right.Date.AddDays(right.Hour > 12 ? 1 : 0) + AroundMidnight:HH:mm:ss}";
        if (IsNear(right, TimeSpan.FromHours(1), AroundHour))
            return $"it is {right:HH:mm:ss} for the meter: within a minute of the full hour no clock is set, for hourly freezes and load records are taken then; wait a minute or two";
        if (offset > Avoidable) return null;
        if (shown.Date != right.Date)
            return $"setting {shown:HH:mm:ss} to {right:HH:mm:ss} jumps over midnight: the daily freeze would be lost or doubled; wait until both are past it";
        return shown.Hour != right.Hour
            ? $"setting {shown:HH:mm:ss} to {right:HH:mm:ss} jumps over the full hour: its freeze would be lost or doubled; wait until both are past it"
            : null;
    }

    /// <summary>
    /// True when the difference is that of two time zones: half an hour or more, and within five minutes of whole quarters. Then this machine's
    /// zone is the likelier fault than the meter's clock.
    /// </summary>
    internal static bool LooksLikeZone(TimeSpan offset)
    {
        var rest = TimeSpan.FromTicks(offset.Duration().Ticks % TimeSpan.FromMinutes(15).Ticks);
        return offset.Duration() > TimeSpan.FromMinutes(25) && offset.Duration() < TimeSpan.FromHours(15)
            && (rest < Nudge2007 || TimeSpan.FromMinutes(15) - rest < Nudge2007);
    }

    /// <summary>What to know of a jump that no waiting avoids; null when it skips nothing.</summary>
    internal static string? Warning(DateTime shown, DateTime right) => (shown - right).Duration() <= Avoidable ? null
        : $"the clock jumps by {Shown((shown - right).Duration())}: freezes and load records between are left out or doubled; the days concerned are to be reviewed";

    private static bool IsNear(DateTime time, TimeSpan period, TimeSpan margin)
    {
        var behind = TimeSpan.FromTicks(time.TimeOfDay.Ticks % period.Ticks);
        return behind < margin || period - behind < margin;
    }

    private static string Shown(TimeSpan offset) => offset < TimeSpan.FromMinutes(2) ? $"{offset.TotalSeconds:0} s"
        : offset < TimeSpan.FromDays(2) ? $"{(int)offset.TotalHours}:{offset.Minutes:00}:{offset.Seconds:00}"
        : $"{offset.TotalDays:0} days";
}
