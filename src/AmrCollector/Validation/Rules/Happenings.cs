namespace AmrCollector.Validation.Rules;

/// <summary>Events between the baseline and the reading of a main register.</summary>
internal static class Happenings
{
    /// <summary>Those that overlap the interval; none for registers that do not bill as a whole.</summary>
    public static IEnumerable<MeterEvent> Since(Trial trial) =>
        trial.Around.Events.Count == 0 || !trial.IsMain ? [] : trial.Around.Events.Where(happening => Overlap(trial, happening) >= 0);

    /// <summary>Seconds of the event within the interval; negative when it lies outside.</summary>
    public static long Overlap(Trial trial, MeterEvent happening)
    {
        var (begin, from) = (happening.At.ToUnixTimeSeconds(), trial.Baseline!.Value.Second);
        var end = happening.End?.ToUnixTimeSeconds() ?? begin;
        return Math.Min(end, trial.At) - Math.Max(begin, from);
    }

    /// <summary>The event in words.</summary>
    public static string Name(MeterEventKind kind) => kind switch
    {
        MeterEventKind.CoverOpen => "Cover opened",
        MeterEventKind.TerminalCoverOpen => "Terminal cover opened",
        MeterEventKind.Programming => "Programmed",
        MeterEventKind.Magnetic => "Magnetic field",
        MeterEventKind.VoltageLoss => "Voltage lost",
        MeterEventKind.PhaseLoss => "Phase lost",
        MeterEventKind.CurrentLoss => "Current lost",
        MeterEventKind.CurrentReversed => "Current reversed",
        MeterEventKind.PowerOutage => "Supply off",
        MeterEventKind.MeterClear => "Cleared",
        MeterEventKind.LowPowerFactor => "Power factor below 0.3",
        MeterEventKind.SevereUnbalance => "Severely unbalanced load",
        _ => "Unbalanced load",
    };
}
