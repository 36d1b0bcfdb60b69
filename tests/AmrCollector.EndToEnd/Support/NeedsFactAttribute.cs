namespace AmrCollector.EndToEnd.Support;

/// <summary>A fact that needs programs or files of the system; where one is missing it is skipped by name.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsFactAttribute : FactAttribute
{
    /// <summary>A name is looked for in PATH, an absolute path where it points.</summary>
    public NeedsFactAttribute(params string[] needed)
    {
        Needed = needed;
        var missing = needed.Where(name => !IsThere(name)).ToArray();
        if (missing.Length > 0) Skip = $"needs {string.Join(", ", missing)}, which is not installed";
    }

    public string[] Needed { get; }

    private static bool IsThere(string name) => Path.IsPathRooted(name)
        ? File.Exists(name)
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, name)));
}
