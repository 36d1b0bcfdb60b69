using AmrCollector.EndToEnd.Support;
using Xunit.Abstractions;

namespace AmrCollector.EndToEnd.Service;

/// <summary>
/// A day of plan for ten thousand meters on a clock that hurries (issue: soak), by the program that measures it: two processes, real sockets, a ledger on disk.
/// </summary>
[Trait("Duration", "Long")]
public sealed class DayOfPlanTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(40);

    [NeedsFact("/proc/self/status")]
    public async Task Memory_and_handles_are_flat_over_a_day_of_ten_thousand_meters()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name; // the solution builds both alike
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "AmrCollector.Benchmarks", configuration, "AmrCollector.Benchmarks.dll"));
        var (exit, said, errors) = await Command.RunWithinAsync(Longest, "dotnet", program, "soak", "--meters", "10000", "--hours", "24", "--speed", "120");
        output.WriteLine(said);
        Assert.True(exit == 0, said + errors);
    }
}
