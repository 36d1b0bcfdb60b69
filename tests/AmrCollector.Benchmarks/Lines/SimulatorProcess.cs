using System.Diagnostics;

namespace AmrCollector.Benchmarks.Lines;

/// <summary>A district that answers from a process of its own.</summary>
internal sealed class SimulatorProcess : IAsyncDisposable
{
    private readonly Process _process;

    private SimulatorProcess(Process process) => _process = process;

    /// <summary>Completes with the timestamp of the first request that arrived, to about 20 ms.</summary>
    internal Task<long> FirstRequest { get; private set; } = Task.FromResult(0L);

    /// <summary>Starts it and waits until all its lines listen.</summary>
    internal static async Task<SimulatorProcess> StartAsync(string district, IReadOnlyList<string> options)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(SimulatorProcess).Assembly.Location);
        foreach (var argument in (string[])["district", district, .. options]) start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        if (await process.StandardOutput.ReadLineAsync() != "ready") throw new InvalidOperationException("the simulator did not start");
        var simulator = new SimulatorProcess(process);
        simulator.FirstRequest = simulator.HearFirstAsync();
        return simulator;
    }

    /// <summary>CPU time it has used.</summary>
    internal TimeSpan Cpu()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<long> HearFirstAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync();
        return line is not null && line.StartsWith("first ", StringComparison.Ordinal) ? long.Parse(line["first ".Length..]) : 0;
    }
}
