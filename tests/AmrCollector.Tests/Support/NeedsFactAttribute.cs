namespace AmrCollector.Tests.Support;

/// <summary>A fact that needs programs of the system; where one is missing it is skipped by name.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsFactAttribute : FactAttribute
{
    public NeedsFactAttribute(params string[] programs)
    {
        Programs = programs;
        Skip = Missing(programs);
    }

    public string[] Programs { get; }

    /// <summary>Why a test cannot run here; null when it can.</summary>
    internal static string? Missing(string[] programs)
    {
        var missing = programs.Where(program => !IsInstalled(program)).ToArray();
        return missing.Length == 0 ? null : $"needs {string.Join(", ", missing)}, which is not installed";
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));
}
