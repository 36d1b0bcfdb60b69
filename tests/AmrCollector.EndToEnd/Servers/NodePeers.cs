using System.Runtime.CompilerServices;

namespace AmrCollector.EndToEnd.Servers;

/// <summary>modbus-serial and jsmodbus, installed into the folder node by tests/run.sh.</summary>
internal static class NodePeers
{
    /// <summary>Their programs: what a fact that talks to them needs beside node.</summary>
    public static string Folder { get; } = Path.Combine(Here(), "..", "node");

    public static string Serve => Path.Combine(Folder, "serve.js");

    public static string Ask => Path.Combine(Folder, "ask.js");

    /// <summary>A server of <paramref name="program"/> on a port.</summary>
    public static Task<ForeignProcess> ServeAsync(string program, string port) => ForeignProcess.StartServingAsync("node", Serve, program, port);

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
