namespace AmrCollector.Tests.Support;

/// <summary>A fact that needs programs of the system; where one is missing it is skipped by name.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsFactAttribute : FactAttribute
{
    public NeedsFactAttribute(params string[] programs)
    {
        Programs = programs;
        var missing = programs.Where(program => !IsInstalled(program)).ToArray();
        if (missing.Length > 0) Skip = $"needs {string.Join(", ", missing)}, which is not installed";
    }

    public string[] Programs { get; }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));
}
