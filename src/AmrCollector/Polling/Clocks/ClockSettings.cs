namespace AmrCollector.Polling.Clocks;

/// <summary>The section <c>clock</c> of the configuration.</summary>
public sealed record ClockSettings
{
    /// <summary>The most a clock is moved by itself; meters refuse more without a password, and more is a fault for a person.</summary>
    public static readonly TimeSpan MostLimit = TimeSpan.FromMinutes(5);

    /// <summary>Nothing is set.</summary>
    public static ClockSettings Off { get; } = new();

    /// <summary>Whether clocks are set.</summary>
    public ClockSync Sync { get; init; }

    /// <summary>The offset above which a clock is set.</summary>
    public TimeSpan After { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The offset above which it is left to a person; at most <see cref="MostLimit"/>.</summary>
    public TimeSpan Limit { get; init; } = MostLimit;

    /// <summary>
    /// True: a kernel that does not call its clock synchronised stops judging by it. False: somebody vouches for a clock that is kept otherwise;
    /// meters are still set only by a synchronised one.
    /// </summary>
    public bool TrustsKernelOnly { get; init; } = true;
}
