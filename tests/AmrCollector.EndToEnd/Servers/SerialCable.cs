using AmrCollector.EndToEnd.Support;

namespace AmrCollector.EndToEnd.Servers;

/// <summary>Two serial ports with a cable between them, by socat.</summary>
internal sealed class SerialCable : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("amr-cable-").FullName;
    private readonly ForeignProcess _socat;

    private SerialCable() => _socat = ForeignProcess.Start("socat", $"pty,rawer,link={Near}", $"pty,rawer,link={Far}");

    /// <summary>The port of the one who asks.</summary>
    public string Near => Path.Combine(_folder, "near");

    /// <summary>The port of the one who answers.</summary>
    public string Far => Path.Combine(_folder, "far");

    public static async Task<SerialCable> LayAsync()
    {
        SerialCable cable = new();
        await Patience.UntilAsync(() => File.Exists(cable.Near) && File.Exists(cable.Far), () => "socat made no ports");
        return cable;
    }

    public async ValueTask DisposeAsync()
    {
        await _socat.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
