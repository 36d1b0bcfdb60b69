using System.Diagnostics;

namespace AmrCollector.EndToEnd.Support;

/// <summary>Runs a program to its end and keeps what it said.</summary>
internal static class Command
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Exit code and everything written; the program is ended after two minutes.</summary>
    public static async Task<(int Exit, string Output)> RunAsync(string program, params string[] arguments)
    {
        var (exit, output, errors) = await RunApartAsync(program, arguments);
        return (exit, output + errors);
    }

    /// <summary>`amr` as a process of its own, the build beside these tests.</summary>
    public static Task<(int Exit, string Output, string Errors)> AmrAsync(params string[] arguments) =>
        RunApartAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "amr.dll"), .. arguments]);

    /// <summary>As <see cref="RunAsync"/>, standard output and standard error apart.</summary>
    public static Task<(int Exit, string Output, string Errors)> RunApartAsync(string program, params string[] arguments) => RunWithinAsync(Longest, program, arguments);

    /// <summary>As <see cref="RunApartAsync"/>; the program is ended after <paramref name="longest"/>.</summary>
    public static async Task<(int Exit, string Output, string Errors)> RunWithinAsync(TimeSpan longest, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(longest, TimeProvider.System);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
