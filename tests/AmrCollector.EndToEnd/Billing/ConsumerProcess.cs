using System.Diagnostics;
using System.Text;

namespace AmrCollector.EndToEnd.Billing;

/// <summary>A life of the billing consumer as a process of its own.</summary>
internal sealed class ConsumerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private ConsumerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Everything it wrote so far.</summary>
    public string Said
    {
        get
        {
            lock (_said) return _said.ToString();
        }
    }

    /// <summary>True once it has booked something in this life.</summary>
    public bool HasBooked => Said.Contains("are new", StringComparison.Ordinal);

    public static ConsumerProcess Start(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        return new(Process.Start(start)!);
    }

    /// <summary>The build beside these tests.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "AmrCollector.BillingConsumer.dll");

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_said) _said.AppendLine(line);
    }
}
