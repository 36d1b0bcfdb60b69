using System.Text.Json;

namespace AmrCollector.Cli.Ledger;

/// <summary>Where a configuration folder says that the service keeps its files.</summary>
internal static class DataFolder
{
    private static readonly JsonDocumentOptions Commented = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The folder; null when there is no collector.json that says.</summary>
    internal static string? Find(string config)
    {
        if (!File.Exists(Path.Combine(config, "collector.json"))) return null;
        try
        {
            return Of(config);
        }
        catch (VerbFailedException)
        {
            return null; // who needs the folder for more tells what is wrong with it
        }
    }

    /// <summary>The folder; <see cref="VerbFailedException"/> when collector.json is missing or does not say.</summary>
    internal static string Of(string config)
    {
        var file = Path.Combine(config, "collector.json");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file), Commented);
            return Path.Combine(config, document.RootElement.TryGetProperty("data", out var folder) ? folder.GetString() ?? "data" : "data");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw new VerbFailedException(ExitCode.ConfigurationInvalid, $"{file} cannot be read: {e.Message}");
        }
    }
}
