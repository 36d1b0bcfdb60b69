namespace AmrCollector.Validation;

/// <summary>The day a reading closes, beside the days before it.</summary>
internal sealed class DayLoad
{
    private DayLoad(Trial trial, TimelineRow from, decimal amount)
    {
        Loads = trial.Loads;
        From = from.Second;
        Seconds = trial.At - from.Second;
        Amount = amount;
        Daily = amount * 86400 / Seconds;
        Day = Loads.DayOf(From, trial.At);
        _step = trial.Multiplier;
        for (var i = 0; i < trial.Past.Decimals; i++) _step /= 10;
        Scaled = (long)Math.Clamp(Daily / _step, 0, long.MaxValue / 1000);
    }

    private readonly decimal _step;

    /// <summary>The days before.</summary>
    public DailyLoads Loads { get; }

    /// <summary>Beginning, UTC seconds.</summary>
    public long From { get; }

    /// <summary>Length.</summary>
    public long Seconds { get; }

    /// <summary>Energy, primary.</summary>
    public decimal Amount { get; }

    /// <summary>Energy scaled to 24 h, primary.</summary>
    public decimal Daily { get; }

    /// <summary>Energy scaled to 24 h in the unit of <see cref="DailyLoads.Energy"/>.</summary>
    public long Scaled { get; }

    /// <summary>Local day number.</summary>
    public int Day { get; }

    /// <summary>True when it is one day and not the sum of several.</summary>
    public bool IsOneDay => DailyLoads.IsOneDay(Seconds);

    /// <summary>An energy of the days before as primary amount.</summary>
    public decimal Primary(decimal scaled) => scaled * _step;

    /// <summary>
    /// From the last freeze to this reading, a held one included: the shadow baseline of design.md §4; else from the posted
    /// baseline when that is a day away. Null when neither tells a day.
    /// </summary>
    public static DayLoad? Of(Trial trial)
    {
        if (!trial.HasPattern || trial.Baseline is not { } baseline || trial.Amount is not { } amount) return null;
        if (trial.Loads.Anchor is not { } anchor) return null;
        if (anchor.Second != baseline.Second && trial.Closed is null && Climb(trial, anchor) is { } climb) return new(trial, anchor, climb * trial.Multiplier);
        return trial.Elapsed >= 77760 && amount >= 0 ? new(trial, baseline, amount) : null;
    }

    private static decimal? Climb(Trial trial, TimelineRow anchor)
    {
        if (trial.Value >= anchor.Value) return trial.Value - anchor.Value;
        return anchor.Value >= trial.Parameters.RolloverZone * trial.Modulus && trial.Found(RuleId.Rollover) ? trial.Forward(anchor.Value, trial.Value) : null;
    }
}
