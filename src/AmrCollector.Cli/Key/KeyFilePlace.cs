using System.Text.Json;
using AmrCollector.Service.Security;

namespace AmrCollector.Cli.Key;

/// <summary>The file of keys of a configuration, whatever else is wrong with that.</summary>
internal static class KeyFilePlace
{
    private static readonly JsonDocumentOptions Commented = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Where collector.json of <paramref name="config"/> says it is; exit code 3 when it does not.</summary>
    internal static string Of(string config)
    {
        var file = Path.Combine(config, "collector.json");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file), Commented);
            if (document.RootElement.TryGetProperty("http", out var http) && http.TryGetProperty("keysFile", out var name) && name.GetString() is { Length: > 0 } keys)
                return Path.GetFullPath(Path.Combine(config, keys));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw new VerbFailedException(ExitCode.ConfigurationInvalid, $"{file} cannot be read: {e.Message}");
        }

        throw new VerbFailedException(ExitCode.ConfigurationInvalid, $"{file} names no file of keys; add \"keysFile\": \"keys.json\" to its section \"http\"");
    }

    /// <summary>What it holds; nothing while there is no such file. Exit code 3 when it is faulty.</summary>
    internal static IReadOnlyList<AccessKey> Read(string path)
    {
        if (!File.Exists(path)) return [];
        var (keys, why) = KeyFile.Read(path);
        return keys ?? throw new VerbFailedException(ExitCode.ConfigurationInvalid, $"{path} {why}");
    }

    /// <summary>Keeps <paramref name="keys"/>; exit code 1 when it cannot be written.</summary>
    internal static void Write(string path, IReadOnlyList<AccessKey> keys)
    {
        try
        {
            KeyFile.Write(path, keys);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbFailedException(ExitCode.Failed, $"{path} cannot be written: {e.Message}");
        }
    }

    /// <summary>A file that only its owner reads; exit code 1 when it is there already.</summary>
    internal static void WriteSecret(string file, string secret)
    {
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using StreamWriter writer = new(new FileStream(file, options));
            writer.Write(secret);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbFailedException(ExitCode.Failed, $"{file} cannot be written: {e.Message}");
        }
    }
}
