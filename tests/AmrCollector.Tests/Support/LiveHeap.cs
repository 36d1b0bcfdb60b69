namespace AmrCollector.Tests.Support;

/// <summary>What is alive in this process, for tests that weigh what they hold.</summary>
internal static class LiveHeap
{
    private const int MostRounds = 20;
    private const long Calm = 16 * 1024;

    /// <summary>
    /// Bytes alive once what earlier tests left behind is gone: their finalizers run, and pools give back what they kept, over several collections. Pools may
    /// give back more later, so a difference of two may come out too small, never too large.
    /// </summary>
    internal static long Bytes()
    {
        var last = Collected();
        for (var round = 0; round < MostRounds; round++)
        {
            var now = Collected();
            if (last - now < Calm) return now;
            last = now;
        }

        return last;
    }

    private static long Collected()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
