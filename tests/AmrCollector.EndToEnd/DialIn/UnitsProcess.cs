using System.Diagnostics;
using System.Text.Json;

namespace AmrCollector.EndToEnd.DialIn;

/// <summary>Units that dial in, in a simulator process of their own.</summary>
internal sealed class UnitsProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _file;

    private UnitsProcess(Process process, string file) => (_process, _file) = (process, file);

    /// <summary>One unit: how it registers, its meter's number, where it dials from, and how it behaves.</summary>
    internal sealed record Unit(string Register, long Meter, string From = "127.0.0.1", string Habit = "none");

    /// <summary>Starts them; they dial <paramref name="port"/> on loopback.</summary>
    public static UnitsProcess Start(int port, params Unit[] units)
    {
        var file = Path.Combine(Path.GetTempPath(), $"amr-units-{Guid.NewGuid():N}.json");
        var lines = units.Select((unit, at) => new
        {
            name = $"unit-{at}",
            wire = "dialin",
            dial = $"127.0.0.1:{port}",
            register = unit.Register,
            heartbeat = "hex:FE",
            heartbeatEvery = "100ms",
            from = unit.From,
            redial = "300ms",
            redialMost = "2s",
            habit = unit.Habit,
            turnRound = "20ms",
            meters = new[] { new { model = "dlt645-2007-1p", first = $"{unit.Meter:D12}", count = 1 } },
        });
        File.WriteAllText(file, JsonSerializer.Serialize(new { name = "units", lines }));
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "AmrCollector.Simulator.dll"), file]) { RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return new(process, file);
    }

    /// <summary>Stops it where it stands: its connections stay open and nothing answers any more, as after a power cut behind a mobile network.</summary>
    public async Task FreezeAsync() => await Support.Command.RunAsync("/bin/sh", "-c", $"kill -STOP {_process.Id}");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        File.Delete(_file);
    }
}
