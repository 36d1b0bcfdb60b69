using System.Diagnostics;
using System.Globalization;
using System.Text;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Lines.Mqtt;
using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.EndToEnd.Mqtt;

/// <summary>A mosquitto of its own for one test, on loopback, with its files in a folder that goes with it.</summary>
internal sealed class Mosquitto : IAsyncDisposable
{
    /// <summary>Where Debian puts it.</summary>
    public const string Program = "/usr/sbin/mosquitto";

    private readonly TempFolder _folder = new();
    private readonly StringBuilder _said = new();
    private readonly string _settings;
    private Process? _process;

    private Mosquitto(string settings) => _settings = settings;

    /// <summary>Its port, the same in every life.</summary>
    public int Port { get; } = QuietPort.Find();

    /// <summary>The limits a collector's broker must be given: none on what waits for us (README).</summary>
    public static string Unlimited => "max_queued_messages 0\nmax_inflight_messages 0\n";

    /// <summary>Starts one; <paramref name="settings"/> are further lines of its configuration, {folder} stands for its folder.</summary>
    public static async Task<Mosquitto> StartAsync(string settings, params (string Name, string Text)[] files)
    {
        Mosquitto broker = new(settings);
        foreach (var (name, text) in files) await File.WriteAllTextAsync(Path.Combine(broker._folder.Path, name), text);
        if (Environment.IsPrivilegedProcess) await Command.RunAsync("/bin/chmod", "-R", "a+rwX", broker._folder.Path);
        await broker.ReturnAsync();
        return broker;
    }

    /// <summary>Starts it again, with all it had on disk.</summary>
    public async Task ReturnAsync()
    {
        var file = Path.Combine(_folder.Path, "mosquitto.conf");
        await File.WriteAllTextAsync(file, string.Create(CultureInfo.InvariantCulture, $"""
            listener {Port} 127.0.0.1
            persistence true
            persistence_location {_folder.Path}/
            user root
            {_settings.Replace("{folder}", _folder.Path, StringComparison.Ordinal)}
            """));
        _process = Process.Start(new ProcessStartInfo(Program, ["-c", file]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        await Patience.UntilAsync(() => Said.Contains("running", StringComparison.Ordinal) || _process.HasExited, () => Said);
        Assert.False(_process.HasExited, Said);
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        lock (_said) _said.Clear();
    }

    /// <summary>Ends it in order, as a restart of its service does: what it holds for others goes to disk.</summary>
    public async Task StopAsync()
    {
        await Command.RunAsync("/bin/sh", "-c", string.Create(CultureInfo.InvariantCulture, $"kill -TERM {_process!.Id}"));
        await _process!.WaitForExitAsync();
        lock (_said) _said.Clear();
    }

    /// <summary>How to reach it.</summary>
    public MqttOptions Options(string clientId, MqttVersion? version = null, bool isTransient = false) => new()
    {
        Host = "127.0.0.1",
        Port = Port,
        ClientId = clientId,
        Version = version,
        IsTransient = isTransient,
        FirstRetry = TimeSpan.FromMilliseconds(50),
        LongestRetry = TimeSpan.FromMilliseconds(500),
    };

    /// <summary>What it wrote.</summary>
    public string Said
    {
        get
        {
            lock (_said) return _said.ToString();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) await KillAsync();
        _process?.Dispose();
        _folder.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_said) _said.AppendLine(line);
    }
}
