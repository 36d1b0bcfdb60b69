using System.Text;

namespace AmrCollector.Cli.SupportBundle;

/// <summary>The ends of the newest log files, and a list of what is in the data folder.</summary>
internal static class BundledLogs
{
    private const int MostFiles = 4;
    private const int MostBytes = 4 * 1024 * 1024;

    /// <summary>Files by name; none where the service has never run.</summary>
    internal static IEnumerable<(string Name, string Text)> Of(string data)
    {
        if (!Directory.Exists(data)) yield break;
        yield return ("data.txt", Listing(data));
        var logs = new DirectoryInfo(Path.Combine(data, "log"));
        if (!logs.Exists) yield break;
        foreach (var file in logs.GetFiles("*.log").OrderByDescending(file => file.LastWriteTimeUtc).Take(MostFiles)) yield return ($"log/{file.Name}", End(file));
    }

    private static string Listing(string data)
    {
        try
        {
            return string.Concat(new DirectoryInfo(data).EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal)
                .Select(file => $"{file.Length,15}  {file.LastWriteTimeUtc:yyyy-MM-dd HH:mm:ss}Z  {Path.GetRelativePath(data, file.FullName)}\n"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"cannot be listed: {e.Message}";
        }
    }

    private static string End(FileInfo file)
    {
        try
        {
            using FileStream log = new(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete); // the service writes on
            var isCut = log.Length > MostBytes;
            if (isCut) log.Seek(-MostBytes, SeekOrigin.End);
            using StreamReader reader = new(log, Encoding.UTF8);
            if (isCut) reader.ReadLine(); // what began before
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"cannot be read: {e.Message}";
        }
    }
}
