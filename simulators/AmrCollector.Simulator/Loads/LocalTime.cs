namespace AmrCollector.Simulator.Loads;

/// <summary>Whole seconds of standard time since Monday 2024-01-01 00:00, where every load curve begins.</summary>
/// <param name="Second">0 or more; earlier instants are taken as 0.</param>
internal readonly record struct LocalTime(long Second)
{
    private static readonly DateTime Epoch = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>Days since the beginning.</summary>
    internal long Day => Second / 86400;

    /// <summary>Seconds since midnight.</summary>
    internal int SecondOfDay => (int)(Second % 86400);

    /// <summary>0 weekday, 1 Saturday, 2 Sunday.</summary>
    internal int DayKind => KindOf(Day);

    /// <summary>The standard time of an instant at <paramref name="offset"/> east of UTC.</summary>
    internal static LocalTime Of(DateTimeOffset instant, TimeSpan offset) =>
        new(Math.Max(0, ((instant.UtcDateTime + offset).Ticks - Epoch.Ticks) / TimeSpan.TicksPerSecond));

    internal static int KindOf(long day) => (day % 7) switch { 5 => 1, 6 => 2, _ => 0 };
}
