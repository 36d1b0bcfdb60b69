namespace AmrCollector.Tests.Support;

/// <summary>For what another process or the kernel does in its own time.</summary>
public static class Eventually
{
    /// <summary>Waits until it holds; fails after 20 s.</summary>
    public static async Task HoldsAsync(Func<bool> condition, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(20), $"not within 20 s: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }
}
