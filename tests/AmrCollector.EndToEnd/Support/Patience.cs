using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AmrCollector.EndToEnd.Support;

/// <summary>Waiting with an end: long enough for a machine with other work, never for ever.</summary>
internal static class Patience
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks until <paramref name="holds"/>; fails with the condition's text and <paramref name="circumstances"/> after two minutes.</summary>
    public static async Task UntilAsync(
        Func<Task<bool>> holds, Func<string> circumstances, [CallerArgumentExpression(nameof(holds))] string condition = "")
    {
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            if (watch.Elapsed > Longest) throw new TimeoutException($"never came true: {condition}; {circumstances()}");
            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    /// <summary>As above, for what is known without asking anybody.</summary>
    public static Task UntilAsync(Func<bool> holds, Func<string> circumstances, [CallerArgumentExpression(nameof(holds))] string condition = "") =>
        UntilAsync(() => Task.FromResult(holds()), circumstances, condition);
}
