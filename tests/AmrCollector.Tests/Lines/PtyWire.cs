using System.Diagnostics;
using AmrCollector.Lines;
using AmrCollector.Lines.Serial;
using Microsoft.Win32.SafeHandles;

namespace AmrCollector.Tests.Lines;

/// <summary>A serial line on a pseudo terminal that socat holds; killing that socat unplugs it.</summary>
internal sealed class PtyWire : Wire
{
    private readonly string _folder = Directory.CreateTempSubdirectory("amr-pty-").FullName;
    private readonly SerialLine _line;
    private Process? _socat;
    private SafeFileHandle? _keeper;
    private FarEnd? _far;

    private PtyWire(string options)
    {
        Port = Path.Combine(_folder, "port");
        Assert.True(LineUri.TryParse($"serial:{Port}{options}", out var uri, out var why), why);
        Uri = uri;
        _line = new SerialLine(uri, TimeProvider.System);
    }

    public string Port { get; }

    public LineUri Uri { get; }

    public override ILine Line => _line;

    public override TimeProvider Time => TimeProvider.System;

    public static async Task<PtyWire> PlugAsync(string transcript, string options = "?baud=9600&format=8E1")
    {
        var wire = new PtyWire(options);
        await wire.StartSocatAsync();
        await wire._line.OpenAsync(default);
        wire.Play(transcript);
        return wire;
    }

    public override async Task CutAsync()
    {
        _socat!.Kill();
        await _socat.WaitForExitAsync();
        _keeper?.Dispose();
        // socat leaves its link behind when it is killed; udev would not.
        File.Delete(Port);
    }

    public override async Task MendAsync(string transcript)
    {
        await StartSocatAsync();
        Play(transcript);
    }

    public override async ValueTask DisposeAsync()
    {
        await _line.DisposeAsync();
        if (_socat is { HasExited: false })
        {
            _socat.Kill();
            await _socat.WaitForExitAsync();
        }

        _keeper?.Dispose();
        _far?.Dispose();
        _socat?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Play(string transcript) => _far = new FarEnd(_socat!.StandardOutput.BaseStream, _socat.StandardInput.BaseStream, transcript);

    private async Task StartSocatAsync()
    {
        _far?.Dispose();
        _socat?.Dispose();
        _socat = Process.Start(new ProcessStartInfo("socat", ["-d", "-d", $"PTY,link={Port},raw,echo=0", "STDIO"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        while (await _socat.StandardError.ReadLineAsync() is { } said)
        {
            if (!said.Contains("starting data transfer loop", StringComparison.Ordinal)) continue;
            // socat ends when the last opener of the terminal leaves; a port outlives its users.
            if (OperatingSystem.IsLinux()) _keeper = Libc.Open(Port, Libc.ReadWrite | Libc.NoControllingTty | Libc.NonBlocking | Libc.CloseOnExec);
            return;
        }

        throw new InvalidOperationException("socat did not start");
    }
}
