namespace AmrCollector.Telemetry;

/// <summary>Durations counted so far.</summary>
/// <param name="Bounds">Upper ends of the buckets, seconds.</param>
/// <param name="Counts">How often each bucket was met; one more than bounds.</param>
/// <param name="Sum">All durations together.</param>
public sealed record DurationTotals(IReadOnlyList<double> Bounds, IReadOnlyList<long> Counts, TimeSpan Sum);
