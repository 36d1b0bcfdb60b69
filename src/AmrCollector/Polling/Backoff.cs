namespace AmrCollector.Polling;

/// <summary>When a failing meter or line may be tried again. Pure and monotonic: the caller brings the uptime.</summary>
/// <param name="Failures">Failures since the last success.</param>
/// <param name="NotBefore">Uptime before which nothing is tried.</param>
public readonly record struct Backoff(int Failures, TimeSpan NotBefore)
{
    /// <summary>True after a failure and before a success.</summary>
    public bool IsFailing => Failures > 0;

    /// <summary>True when a try is allowed at <paramref name="uptime"/>.</summary>
    public bool Allows(TimeSpan uptime) => uptime >= NotBefore;

    /// <summary>
    /// One more failure: waits double from <paramref name="first"/> to <paramref name="most"/>, spread by
    /// <paramref name="jitter"/> (0..1 draws 75 % to 125 %; 0.5 is the middle).
    /// </summary>
    public Backoff Failed(TimeSpan uptime, TimeSpan first, TimeSpan most, double jitter)
    {
        var wait = first * Math.Pow(2, Math.Min(Failures, 16));
        if (wait > most) wait = most;
        return new(Failures + 1, uptime + (wait * (0.75 + (0.5 * jitter))));
    }
}
