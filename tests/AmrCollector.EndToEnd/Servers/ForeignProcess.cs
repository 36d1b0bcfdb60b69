using System.Diagnostics;

namespace AmrCollector.EndToEnd.Servers;

/// <summary>A program others wrote that runs as long as a test needs it.</summary>
internal sealed class ForeignProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ForeignProcess(Process process) => _process = process;

    /// <summary>Starts a program that writes a line once it is ready to serve.</summary>
    public static async Task<ForeignProcess> StartServingAsync(string program, params string[] arguments)
    {
        var process = Start(program, arguments, redirect: true);
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(1), TimeProvider.System);
        var line = await process.StandardOutput.ReadLineAsync(limit.Token);
        if (line == "ready") return new(process);
        throw new InvalidOperationException($"{program} is not ready: {line}{await process.StandardError.ReadToEndAsync(limit.Token)}");
    }

    /// <summary>Starts a program that says nothing.</summary>
    public static ForeignProcess Start(string program, params string[] arguments) => new(Start(program, arguments, redirect: false));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Process Start(string program, string[] arguments, bool redirect) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = redirect, RedirectStandardError = redirect })
        ?? throw new InvalidOperationException($"{program} did not start");
}
