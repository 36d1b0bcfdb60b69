namespace AmrCollector.Tests.Support;

/// <summary>For what another process or the kernel does in its own time.</summary>
public static class Eventually
{
    /// <summary>Waits until it holds; fails after two minutes.</summary>
    public static async Task HoldsAsync(Func<bool> condition, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromMinutes(2), $"not within two minutes: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }
}
