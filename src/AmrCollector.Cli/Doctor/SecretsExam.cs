namespace AmrCollector.Cli.Doctor;

/// <summary>Whether files with secrets can be read by others than their owner and group.</summary>
internal static class SecretsExam
{
    private static readonly string[] Signs = ["secret", "key", "user", "password", "token"];

    /// <summary>One finding for the folder; the contents are not looked at.</summary>
    internal static Examined Of(string folder)
    {
        if (OperatingSystem.IsWindows() || !Directory.Exists(folder)) return Examined.Ok("secrets", "not looked at here");
        var open = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(IsSecret).Where(IsOpen).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal).ToList();
        return open.Count == 0
            ? Examined.Ok("secrets", "no file with a secret is open to everybody")
            : Examined.Bad("secrets", $"everybody on this box can read {string.Join(", ", open.Take(5))}", $"chmod o-rwx {string.Join(' ', open.Take(5).Select(file => Path.Combine(folder, file)))}");
    }

    private static bool IsSecret(string file) => Signs.Any(sign => Path.GetFileName(file).Contains(sign, StringComparison.OrdinalIgnoreCase));

    private static bool IsOpen(string file) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & UnixFileMode.OtherRead) != 0;
}
