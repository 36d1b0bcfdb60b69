using System.Diagnostics;

namespace AmrCollector.Benchmarks.Modbus;

/// <summary>The programs of others: compiled and installed into a temporary folder, run as processes of their own.</summary>
internal sealed class ModbusPeers : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("amr-modbus-").FullName;
    private readonly string _sources = Path.Combine(AppContext.BaseDirectory, "peers");
    private Process? _server;

    /// <summary>The server's port on loopback.</summary>
    internal int Port { get; private set; }

    /// <summary>True when the npm client could be installed.</summary>
    internal bool HasNode { get; private set; }

    /// <summary>Compiles both C programs, installs the npm client as locked, starts the server.</summary>
    internal async Task PrepareAsync()
    {
        await CompileAsync("server", []);
        await CompileAsync("client", ["-I/usr/include/modbus", "-lmodbus", "-lpthread"]);
        foreach (var file in (string[])["client.js", "package.json", "package-lock.json"]) File.Copy(Path.Combine(_sources, file), Path.Combine(_folder, file));
        HasNode = await InstallAsync();
        _server = Started(Path.Combine(_folder, "server"), []);
        Port = int.Parse(await _server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the server did not start"));
    }

    internal Task<ModbusFigure> LibmodbusAsync(int connections, int requests, int registers, string way) =>
        FigureAsync(Path.Combine(_folder, "client"), [$"{Port}", $"{connections}", $"{requests}", $"{registers}", way]);

    internal Task<ModbusFigure> NodeAsync(int connections, int requests, int registers) =>
        FigureAsync("node", [Path.Combine(_folder, "client.js"), $"{Port}", $"{connections}", $"{requests}", $"{registers}"]);

    internal Task<ModbusFigure> OursAsync(int connections, int requests, int registers)
    {
        var program = Environment.ProcessPath!;
        string[] self = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(ModbusPeers).Assembly.Location] : [];
        return FigureAsync(program, [.. self, "modbus-client", "--port", $"{Port}", "--connections", $"{connections}", "--requests", $"{requests}", "--registers", $"{registers}"]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_server is not null)
        {
            _server.StandardInput.Close();
            _server.WaitForExit();
            _server.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private Task CompileAsync(string name, string[] flags) =>
        SucceedAsync("gcc", ["-O2", "-o", Path.Combine(_folder, name), Path.Combine(_sources, name + ".c"), .. flags]);

    private async Task<bool> InstallAsync()
    {
        try
        {
            await SucceedAsync("npm", ["ci", "--omit=optional", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"]);
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            Console.WriteLine($"the npm client is left out: {e.Message}");
            return false;
        }
    }

    private async Task SucceedAsync(string program, string[] arguments)
    {
        using var process = Started(program, arguments);
        process.StandardInput.Close();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode} {said}");
    }

    private async Task<ModbusFigure> FigureAsync(string program, string[] arguments)
    {
        using var process = Started(program, arguments);
        var line = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? ModbusFigure.Parse(line) : throw new InvalidOperationException($"{program} ended with {process.ExitCode}");
    }

    private Process Started(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = _folder };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
