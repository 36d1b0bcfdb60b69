namespace AmrCollector.Polling.Diagnosis;

/// <summary>How long replies took.</summary>
/// <param name="P50">Half of them took no longer.</param>
/// <param name="P95">95 of 100 took no longer.</param>
/// <param name="P99">99 of 100 took no longer.</param>
/// <param name="Max">None took longer.</param>
public sealed record RoundTrips(TimeSpan P50, TimeSpan P95, TimeSpan P99, TimeSpan Max)
{
    /// <summary>Of any number of times (nearest rank); null of none.</summary>
    public static RoundTrips? Of(IEnumerable<TimeSpan> times)
    {
        TimeSpan[] sorted = [.. times.Order()];
        return sorted.Length == 0 ? null : new(Rank(sorted, 50), Rank(sorted, 95), Rank(sorted, 99), sorted[^1]);
    }

    private static TimeSpan Rank(TimeSpan[] sorted, int percent) => sorted[((sorted.Length * percent) + 99) / 100 - 1];
}
