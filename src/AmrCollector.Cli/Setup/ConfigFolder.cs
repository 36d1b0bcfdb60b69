namespace AmrCollector.Cli.Setup;

/// <summary>The configuration folder when none is named: the one here, or else the installed one of this machine.</summary>
internal static class ConfigFolder
{
    private const string Here = "config";

    internal static string Usual => !Directory.Exists(Here) && File.Exists(Path.Combine(Installed, "collector.json")) ? Installed : Here;

    private static string Installed => OperatingSystem.IsWindows()
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "AmrCollector")
        : "/etc/amr-collector";
}
