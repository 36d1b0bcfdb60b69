using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace AmrCollector.Benchmarks.Lines;

/// <summary>The service as it is installed, in a process of its own, and what the system says of that process.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Process _process;
    private readonly HttpClient _http;
    private bool _hasEnded;

    private RunningService(Process process, int port, long started)
    {
        (_process, Started) = (process, started);
        _http = new() { BaseAddress = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")), Timeout = Patience };
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
    }

    /// <summary>The timestamp of its start.</summary>
    internal long Started { get; }

    /// <summary>Peak resident memory in bytes.</summary>
    internal long PeakMemory => Machine.Memory(_process.Id, "VmHWM:");

    /// <summary>Of the resident memory what are its program files, mapped: the system takes it back when it needs it.</summary>
    internal long MappedFiles => Machine.Memory(_process.Id, "RssFile:");

    /// <summary>Resident memory in bytes.</summary>
    internal long Memory => Machine.Memory(_process.Id, "VmRSS:");

    /// <summary>CPU time it has used.</summary>
    internal TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts it on a configuration folder: the program given as <c>--service</c>, such as the installed one, else the one built beside this.</summary>
    internal static RunningService Start(string folder, int port, IReadOnlyList<string> options, TimeProvider time)
    {
        var installed = Options.Text(options, "--service");
        ProcessStartInfo start = installed is null
            ? new("dotnet", [Path.Combine(AppContext.BaseDirectory, "AmrCollector.Service.dll"), "--config", folder])
            : new(installed, ["--config", folder]);
        start.RedirectStandardOutput = true;
        var started = time.GetTimestamp();
        return new(Process.Start(start)!, port, started);
    }

    /// <summary>Waits until its ledger has so many entries, and where asked until nothing is left to fetch; false when that is not so within ten minutes.</summary>
    internal async Task<bool> HasAsync(long entries, TimeProvider time, bool isAll = false)
    {
        for (var began = time.GetTimestamp(); time.GetElapsedTime(began) < Patience && !_process.HasExited; await Task.Delay(TimeSpan.FromSeconds(1), time))
        {
            try
            {
                using var status = JsonDocument.Parse(await _http.GetStringAsync(new Uri("/v1/status", UriKind.Relative)));
                var root = status.RootElement;
                if (root.GetProperty("ledger").GetProperty("entries").GetInt64() >= entries && (!isAll || root.GetProperty("backlog").GetInt64() == 0)) return true;
            }
            catch (HttpRequestException)
            {
                continue; // it does not listen yet
            }
        }

        return false;
    }

    /// <summary>Asks for a path; how long that took, to the last byte, and how many bytes came.</summary>
    internal async Task<(TimeSpan Took, int Length)> AskAsync(string path, TimeProvider time)
    {
        var began = time.GetTimestamp();
        var answer = await _http.GetByteArrayAsync(new Uri(path, UriKind.Relative));
        return (time.GetElapsedTime(began), answer.Length);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_hasEnded) return;
        _hasEnded = true;
        _http.Dispose();
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
