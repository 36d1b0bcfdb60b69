namespace AmrCollector.EndToEnd.Peers;

/// <summary>A clock whose wall time stands still while its timers run: registers do not move while a peer reads them.</summary>
internal sealed class StillTime : TimeProvider
{
    /// <summary>2026-11-22 12:30 in Shanghai.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 4, 30, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
