using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace AmrCollector.Benchmarks;

/// <summary>A BenchmarkDotNet run in this process: short, and without a build of its own.</summary>
internal static class ShortRun
{
    /// <summary>Runs the benchmarks of <typeparamref name="T"/>; 0 when all of them gave a figure.</summary>
    internal static int Of<T>()
    {
        Console.WriteLine(Machine.Describe());
        var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "amr-benchmarks"));
        var summary = BenchmarkRunner.Run<T>(config);
        return summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success) ? 1 : 0;
    }
}
