using System.Diagnostics;
using AmrCollector.EndToEnd.Install;
using AmrCollector.EndToEnd.Support;

namespace AmrCollector.EndToEnd.Windows;

/// <summary>A Windows of its own, by Wine, with the collector published for it; gone with all its processes afterwards.</summary>
internal sealed class WinePrefix : IAsyncDisposable
{
    private const int LastLines = 20;

    /// <summary>Wine 8 does not let go of a page that is mapped twice, as .NET maps code it compiles: it would end itself when it frees some ("Internal CLR error").</summary>
    private const string DoubleMapping = "DOTNET_EnableWriteXorExecute";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly TempFolder _folder = new();
    private Process? _desk;

    private WinePrefix()
    {
    }

    /// <summary>The folder C:\ProgramData\AmrCollector.</summary>
    public string Configuration => Path.Combine(Prefix, "drive_c", "ProgramData", "AmrCollector");

    private string Prefix => Path.Combine(_folder.Path, "prefix");

    private string Program => Path.Combine(Prefix, "drive_c", "Program Files", "AmrCollector");

    /// <summary>Makes it, and publishes the program into its C:\Program Files\AmrCollector as install.ps1 does.</summary>
    public static async Task<WinePrefix> CreateAsync()
    {
        WinePrefix wine = new();
        // Without mscoree it does not ask for Mono; programs that bring their own .NET need Wine's, so it is left out here only.
        var (booted, said) = await wine.RunAsync("wineboot", "mscoree=;mshtml=", "-i");
        Assert.True(booted == 0, said);
        // A new prefix says that it is a Windows 7, which .NET does not run on.
        var (set, why) = await wine.RunAsync("wine", "mshtml=", "reg", "add", @"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f");
        Assert.True(set == 0, why);
        var (told, whyNot) = await wine.RunAsync("wine", "mshtml=", "reg", "add", @"HKLM\System\CurrentControlSet\Control\Session Manager\Environment", "/v", DoubleMapping, "/d", "0", "/f");
        Assert.True(told == 0, whyNot);
        Directory.CreateDirectory(wine.Configuration);
        var project = Path.Combine(InstalledTree.Checkout, "src", "AmrCollector.Cli");
        var (published, output) = await wine.RunAsync(
            "dotnet", "", "publish", project, "-c", "Release", "-r", "win-x64", "--self-contained", "-o", wine.Program, "-v", "q", "--nologo", "-p:GenerateDocumentationFile=false", "-p:DebugType=none");
        Assert.True(published == 0, output);
        // Reads symbols of a form we do not make; Wine 8 hangs for ever while it moves it to another address.
        File.Delete(Path.Combine(wine.Program, "Microsoft.DiaSymReader.Native.amd64.dll"));
        // What Wine starts inherits from the first program: none of the above.
        await wine.RunAsync("wineserver", "", "-w");
        wine._desk = wine.SitDown();
        return wine;
    }

    /// <summary>Lets COM <paramref name="number"/> be the serial port <paramref name="device"/>.</summary>
    public void Plug(int number, string device)
    {
        var link = Path.Combine(Prefix, "dosdevices", $"com{number}");
        File.Delete(link);
        File.CreateSymbolicLink(link, device);
    }

    /// <summary>Runs amr.exe to its end.</summary>
    public Task<(int Exit, string Output)> AmrAsync(params string[] arguments) => RunAsync("wine", "mshtml=", [Path.Combine(Program, "amr.exe"), .. arguments]);

    /// <summary>The end of what the service logged last; empty when it never did.</summary>
    public string LastLog()
    {
        var newest = Directory.EnumerateFiles(Configuration, "*.log", SearchOption.AllDirectories).OrderDescending().FirstOrDefault();
        return newest is null ? "" : string.Join(Environment.NewLine, File.ReadLines(newest).TakeLast(LastLines));
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("wineserver", "", "-k");
        await RunAsync("wineserver", "", "-w");
        if (_desk is not null) await _desk.WaitForExitAsync();
        _desk?.Dispose();
        _folder.Dispose();
    }

    // Wine shuts Windows down, its services too, when the last program of a user has ended: this one sits at its prompt until then.
    private Process SitDown()
    {
        var start = Start("/bin/sh", "mshtml=", "-c", "exec wine cmd.exe >/dev/null 2>&1");
        start.RedirectStandardInput = true;
        return Process.Start(start)!;
    }

    private async Task<(int Exit, string Output)> RunAsync(string program, string overrides, params string[] arguments)
    {
        // To a file, not a pipe: Wine's own services are born with it and would keep a pipe open long after the program's end.
        var said = Path.Combine(_folder.Path, "said");
        var line = string.Join(' ', ((string[])[program, .. arguments]).Select(word => $"'{word}'"));
        using var process = Process.Start(Start("/bin/sh", overrides, "-c", $"exec {line} >'{said}' 2>&1 </dev/null"))!;
        using CancellationTokenSource limit = new(Longest, TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await File.ReadAllTextAsync(said));
    }

    private ProcessStartInfo Start(string program, string overrides, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = _folder.Path };
        (start.Environment["WINEPREFIX"], start.Environment["WINEDLLOVERRIDES"], start.Environment["WINEDEBUG"]) = (Prefix, overrides, "-all");
        start.Environment[DoubleMapping] = "0"; // a service has its environment from the registry instead
        start.Environment.Remove("DISPLAY");
        return start;
    }
}
