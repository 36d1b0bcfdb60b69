using AmrCollector.EndToEnd.Servers;

namespace AmrCollector.EndToEnd.Support;

/// <summary>A fact that talks to a program from npm; skipped by name where node or the program is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsNodeFactAttribute : FactAttribute
{
    public NeedsNodeFactAttribute(string program)
    {
        Program = program;
        var hasNode = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, "node")));
        var installed = Directory.Exists(Path.Combine(NodePeers.Folder, "node_modules", program));
        if (!hasNode || !installed) Skip = $"needs {(hasNode ? program : "node")}, which is not installed";
    }

    public string Program { get; }
}
