namespace AmrCollector.EndToEnd.Control;

/// <summary>Time zones for tests that set clocks: around the full hour no clock is set, and somewhere it is half past.</summary>
internal static class Zones
{
    /// <summary>A zone in which it is neither about the full hour nor about midnight for the next minutes.</summary>
    internal static (string Name, TimeSpan Offset) Now => TimeProvider.System.GetUtcNow().Minute is >= 10 and < 45
        ? ("Asia/Shanghai", TimeSpan.FromHours(8))
        : ("Asia/Kolkata", new TimeSpan(5, 30, 0));
}
