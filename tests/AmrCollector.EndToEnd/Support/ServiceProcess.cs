using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AmrCollector.EndToEnd.Support;

/// <summary>The service as a process of its own, with a configuration folder of its own, over loopback lines.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private ServiceProcess(Process process, Uri address)
    {
        (_process, Http) = (process, new() { BaseAddress = address, Timeout = Longest });
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Talks to its API.</summary>
    public HttpClient Http { get; }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Everything it wrote so far.</summary>
    public string Said
    {
        get
        {
            lock (_said) return _said.ToString();
        }
    }

    /// <summary>Waits until it wrote <paramref name="words"/>: what it writes comes through a pipe, later than what it answers.</summary>
    public Task SaysAsync(string words) => Patience.UntilAsync(() => Said.Contains(words, StringComparison.Ordinal), () => $"'{words}' in {Said}");

    /// <summary>A port nobody listens on now.</summary>
    public static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>Starts the service on <paramref name="folder"/>; its API is to listen on <paramref name="port"/>. <paramref name="environment"/> is added to its own.</summary>
    public static ServiceProcess Start(string folder, int port, params (string Name, string Value)[] environment)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "AmrCollector.Service.dll");
        ProcessStartInfo start = new("dotnet", [program, "--config", folder]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new(Process.Start(start)!, new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")));
    }

    /// <summary>As <see cref="Start"/>, from a shell that has run <paramref name="limits"/>.</summary>
    public static ServiceProcess StartLimited(string folder, int port, string limits)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "AmrCollector.Service.dll");
        ProcessStartInfo start = new("/bin/sh", ["-c", $"{limits} && exec dotnet '{program}' --config '{folder}'"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        return new(Process.Start(start)!, new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")));
    }

    /// <summary>Asks <paramref name="path"/> until <paramref name="wanted"/> is true of the answer, and returns that.</summary>
    public async Task<string> AskUntilAsync(string path, Func<string, bool> wanted)
    {
        using CancellationTokenSource limit = new(Longest, TimeProvider.System);
        var answer = "";
        while (!_process.HasExited && !limit.IsCancellationRequested)
        {
            try
            {
                answer = await Http.GetStringAsync(new Uri(path, UriKind.Relative), limit.Token);
                if (wanted(answer)) return answer;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or SocketException or OperationCanceledException)
            {
                answer = e.Message;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        throw new TimeoutException($"{path} never became what was waited for; the last answer was {answer}, the service said {Said}");
    }

    /// <summary>Sends SIGTERM.</summary>
    public async Task TerminateAsync() => await Command.RunAsync("/bin/sh", "-c", string.Create(CultureInfo.InvariantCulture, $"kill -TERM {_process.Id}"));

    /// <summary>Ends it as a power cut would.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Its exit code, once it has ended.</summary>
    public async Task<int> EndAsync()
    {
        using CancellationTokenSource limit = new(Longest, TimeProvider.System);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        Http.Dispose();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_said) _said.AppendLine(line);
    }
}
