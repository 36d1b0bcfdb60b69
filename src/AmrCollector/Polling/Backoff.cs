namespace AmrCollector.Polling;

/// <summary>When a failing meter or line may be tried again. Pure and monotonic: the caller brings the uptime.</summary>
/// <param name="Failures">Failures since the last success.</param>
/// <param name="NotBefore">Uptime before which nothing is tried.</param>
public readonly record struct Backoff(int Failures, TimeSpan NotBefore)
{
    /// <summary>Uptime of the first failure since the last success.</summary>
    public TimeSpan Since { get; init; }

    /// <summary>Failures since it was taken for down; 0 before.</summary>
    public int Probes { get; init; }

    /// <summary>True after a failure and before a success.</summary>
    public bool IsFailing => Failures > 0;

    /// <summary>True when it failed often enough and for long enough: one lost exchange, or a second of noise, takes no meter for dead.</summary>
    public bool IsDown => Probes > 0;

    /// <summary>True when a try is allowed at <paramref name="uptime"/>.</summary>
    public bool Allows(TimeSpan uptime) => uptime >= NotBefore;

    /// <summary>
    /// One more failure: waits double from <paramref name="first"/> to <paramref name="most"/>, spread by
    /// <paramref name="jitter"/> (0..1 draws 75 % to 125 %; 0.5 is the middle).
    /// </summary>
    public Backoff Failed(TimeSpan uptime, TimeSpan first, TimeSpan most, double jitter) =>
        new(Failures + 1, uptime + Wait(Failures, first, most, jitter)) { Since = IsFailing ? Since : uptime };

    /// <summary>
    /// One more silent round of a meter. Down by time and count: until <see cref="PollOptions.DownAfterRounds"/> and
    /// <see cref="PollOptions.DownAfter"/> are both reached it is only doubted and asked again soon; from then on ever more rarely.
    /// </summary>
    public Backoff Silent(TimeSpan uptime, PollOptions options, double jitter)
    {
        var (failures, since) = (Failures + 1, IsFailing ? Since : uptime);
        if (Probes == 0 && (failures < options.DownAfterRounds || uptime - since < options.DownAfter))
            return new(failures, uptime + Wait(0, options.MeterDoubt, options.MeterDoubt, jitter)) { Since = since };
        return new(failures, uptime + Wait(Probes, options.MeterBackoff, options.MeterBackoffMost, jitter)) { Since = since, Probes = Probes + 1 };
    }

    private static TimeSpan Wait(int doublings, TimeSpan first, TimeSpan most, double jitter)
    {
        var wait = first * Math.Pow(2, Math.Min(doublings, 16));
        if (wait > most) wait = most;
        return wait * (0.75 + (0.5 * jitter));
    }
}
