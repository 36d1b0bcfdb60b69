using System.Diagnostics;
using System.Globalization;
using System.Text;
using AmrCollector.EndToEnd.Support;

namespace AmrCollector.EndToEnd.Sinks;

/// <summary>A time-series database of its own for one test, on loopback, its files in a folder that goes with it.</summary>
internal sealed class OnDisk : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StringBuilder _said = new();
    private (string Program, string[] Arguments) _call;
    private Process? _process;

    private OnDisk()
    {
    }

    /// <summary>Where Debian puts InfluxDB 1.x.</summary>
    public const string Influx = "/usr/bin/influxd";

    /// <summary>Where Debian puts VictoriaMetrics.</summary>
    public const string Victoria = "/usr/bin/victoria-metrics";

    /// <summary>Its HTTP port.</summary>
    public int Port { get; } = QuietPort.Find();

    /// <summary>Its HTTP address.</summary>
    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");

    /// <summary>Talks to it.</summary>
    public HttpClient Http { get; } = new();

    /// <summary>What it wrote.</summary>
    public string Said
    {
        get
        {
            lock (_said) return _said.ToString();
        }
    }

    /// <summary>An InfluxDB with a database "amr".</summary>
    public static async Task<OnDisk> InfluxAsync()
    {
        OnDisk database = new();
        var (folder, file) = (database._folder.Path, Path.Combine(database._folder.Path, "influxdb.conf"));
        await File.WriteAllTextAsync(file, string.Create(CultureInfo.InvariantCulture, $"""
            reporting-disabled = true
            bind-address = "127.0.0.1:{QuietPort.Find()}"
            [meta]
            dir = "{folder}/meta"
            [data]
            dir = "{folder}/data"
            wal-dir = "{folder}/wal"
            [http]
            bind-address = "127.0.0.1:{database.Port}"
            """));
        database.Start(Influx, "-config", file);
        await database.AskAsync("/ping");
        using var made = await database.Http.PostAsync(new Uri($"{database.Url}/query?q=CREATE+DATABASE+amr"), null);
        made.EnsureSuccessStatusCode();
        return database;
    }

    /// <summary>A VictoriaMetrics.</summary>
    public static async Task<OnDisk> VictoriaAsync()
    {
        OnDisk database = new();
        database.Start(
            Victoria, $"-storageDataPath={database._folder.Path}", string.Create(CultureInfo.InvariantCulture, $"-httpListenAddr=127.0.0.1:{database.Port}"), "-retentionPeriod=10y");
        await database.AskAsync("/health");
        return database;
    }

    /// <summary>Asks until it answers.</summary>
    public async Task<string> AskAsync(string path)
    {
        var answer = "";
        await Patience.UntilAsync(
            async () =>
            {
                try
                {
                    using var response = await Http.GetAsync(new Uri(Url + path));
                    answer = await response.Content.ReadAsStringAsync();
                    return response.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false; // not listening yet
                }
            },
            () => Said + answer);
        return answer;
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Starts it again, with all it had on disk.</summary>
    public void Return() => Start(_call.Program, _call.Arguments);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await KillAsync();
        Http.Dispose();
        _folder.Dispose();
    }

    private void Start(string program, params string[] arguments)
    {
        _call = (program, arguments);
        _process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    private void Keep(string? line)
    {
        lock (_said) _said.AppendLine(line);
    }
}
