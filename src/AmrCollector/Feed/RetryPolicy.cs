namespace AmrCollector.Feed;

/// <summary>How long to wait before the next try: doubling from <see cref="First"/> to <see cref="Longest"/>, with jitter, for ever.</summary>
public sealed record RetryPolicy
{
    /// <summary>Before the second try.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait of our own choosing.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest wait a consumer may ask for.</summary>
    public TimeSpan LongestAsked { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// The wait after <paramref name="failures"/> failed tries (from 1). <paramref name="chance"/> is 0..1: half of the wait is
    /// fixed, half is chance, so that many sinks do not come back together. What the consumer <paramref name="asked"/> for counts if longer.
    /// </summary>
    public TimeSpan After(int failures, double chance, TimeSpan? asked)
    {
        var doubled = First * Math.Pow(2, Math.Clamp(failures - 1, 0, 30));
        var whole = doubled < Longest ? doubled : Longest;
        var own = whole * (0.5 + 0.5 * Math.Clamp(chance, 0, 1));
        if (asked is not { } wish || wish <= own) return own;
        return wish < LongestAsked ? wish : LongestAsked;
    }
}
