namespace AmrCollector.Cli.Setup;

/// <summary>The configuration folder when none is named: the one here, or else the installed one of this machine.</summary>
internal static class ConfigFolder
{
    private const string Here = "config";
    private const string Installed = "/etc/amr-collector";

    internal static string Usual => !Directory.Exists(Here) && File.Exists(Path.Combine(Installed, "collector.json")) ? Installed : Here;
}
