using NodaTime;

namespace AmrCollector.Polling;

/// <summary>When a plan entry is due, in the site's zone.</summary>
public abstract record Timing
{
    private Timing()
    {
    }

    /// <summary>Every so often, aligned to local midnight: "15m" is due at :00, :15, :30, :45.</summary>
    /// <param name="Period">1 s to 24 h.</param>
    public sealed record Every(TimeSpan Period) : Timing;

    /// <summary>Once a day at a local time; a time that a clock change skips is due at the next existing one.</summary>
    /// <param name="Time">Local time of day.</param>
    public sealed record At(LocalTime Time) : Timing;

    /// <summary>On days of the month at a local time; 31 means the last day of shorter months too.</summary>
    /// <param name="Days">1..31, rising.</param>
    /// <param name="Time">Local time of day.</param>
    public sealed record Monthly(IReadOnlyList<int> Days, LocalTime Time) : Timing;
}
