using System.Diagnostics;
using System.Globalization;
using System.Text;
using AmrCollector.EndToEnd.Support;

namespace AmrCollector.EndToEnd.Mqtt;

/// <summary>The simulator as a process of its own.</summary>
internal sealed class SimulatorProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private SimulatorProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it wrote.</summary>
    public string Said
    {
        get
        {
            lock (_said) return _said.ToString();
        }
    }

    /// <summary>Starts it on a district file; its gateways talk to the broker on <paramref name="brokerPort"/>.</summary>
    public static async Task<SimulatorProcess> StartAsync(string district, int brokerPort)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "AmrCollector.Simulator.dll");
        var broker = string.Create(CultureInfo.InvariantCulture, $"mqtt://127.0.0.1:{brokerPort}");
        ProcessStartInfo start = new("dotnet", [program, district, "--broker", broker]) { RedirectStandardOutput = true, RedirectStandardError = true };
        SimulatorProcess simulator = new(Process.Start(start)!);
        await Patience.UntilAsync(() => simulator.Said.Contains(" lines, ", StringComparison.Ordinal) || simulator._process.HasExited, () => simulator.Said);
        Assert.False(simulator._process.HasExited, simulator.Said);
        return simulator;
    }

    /// <summary>Ends it in order.</summary>
    public async Task EndAsync()
    {
        await Command.RunAsync("/bin/sh", "-c", string.Create(CultureInfo.InvariantCulture, $"kill -TERM {_process.Id}"));
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_said) _said.AppendLine(line);
    }
}
