using NodaTime;

namespace AmrCollector.Validation.Rules;

/// <summary>V02: a reading is dated neither later than it was read nor before its meter was there.</summary>
internal sealed class V02Time : IRule
{
    private static readonly DateTimeOffset NoMeterBefore = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A collector that believes to be before this has no clock at all.</summary>
    private static readonly DateTimeOffset NoCollectorBefore = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>No clock that merely is not synchronised is so far behind: a reading from 2099 stays refused.</summary>
    private static readonly TimeSpan BeyondAnyDoubt = TimeSpan.FromDays(366);

    public void Try(Trial trial)
    {
        var (set, limit) = (trial.Set, trial.Parameters.FutureTolerance);
        if (!trial.IsClockTrusted) limit = set.ReadAt > NoCollectorBefore ? BeyondAnyDoubt : TimeSpan.MaxValue;
        if (set.Instant - set.ReadAt > limit)
        {
            trial.Refuse(RuleId.Time, $"Dated {trial.Time(trial.At)}, {Wording.Duration((long)(set.Instant - set.ReadAt).TotalSeconds)} after it was read; {Wording.Plain((decimal)limit.TotalSeconds)} s are tolerated.");
        }
        else if (set.Instant < NoMeterBefore)
        {
            trial.Refuse(RuleId.Time, $"Dated {set.Instant.Year}: no meter kept a date before 2000.");
        }
        else if (trial.Meter.Installed is { } day && trial.At < trial.Parameters.Calendar.StartOf(LocalDate.FromDateOnly(day)))
        {
            trial.Refuse(RuleId.Time, $"Dated {trial.Time(trial.At)}, before the meter was installed on {day:yyyy-MM-dd}.");
        }
    }
}
