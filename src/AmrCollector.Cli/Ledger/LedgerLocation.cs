using System.CommandLine;
using System.Text.Json;

namespace AmrCollector.Cli.Ledger;

/// <summary>Which ledger a verb is about: --ledger FOLDER, or where collector.json of --config puts it.</summary>
internal sealed class LedgerLocation
{
    /// <summary>Where the service keeps its files when collector.json does not say.</summary>
    private const string Data = "data";

    private readonly Option<string?> _ledger = new("--ledger") { Description = "Folder of the ledger", HelpName = "FOLDER" };

    private readonly Option<string> _config = new("--config")
    {
        Description = "Folder of collector.json, which says where the ledger is",
        HelpName = "FOLDER",
        DefaultValueFactory = _ => Setup.ConfigFolder.Usual,
    };

    internal void AddTo(Command command)
    {
        command.Options.Add(_ledger);
        command.Options.Add(_config);
    }

    /// <summary>The folder; <see cref="VerbFailedException"/> when collector.json is missing or does not say.</summary>
    internal string Folder(ParseResult parsed) => parsed.GetValue(_ledger) ?? Of(parsed.GetValue(_config)!);

    /// <summary>The ledger's folder as collector.json in <paramref name="config"/> says.</summary>
    internal static string Of(string config)
    {
        var file = Path.Combine(config, "collector.json");
        try
        {
            using var document = JsonDocument.Parse(
                File.ReadAllBytes(file), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var root = document.RootElement;
            var data = root.TryGetProperty("data", out var folder) ? folder.GetString() ?? Data : Data;
            var ledger = root.TryGetProperty("ledger", out var section) && section.TryGetProperty("path", out var path) ? path.GetString() : null;
            return Path.Combine(config, data, ledger ?? "ledger");
        }
        catch (IOException e)
        {
            throw new VerbFailedException(ExitCode.ConfigurationInvalid, $"{file} cannot be read ({e.Message}); name the ledger's folder with --ledger");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new VerbFailedException(ExitCode.ConfigurationInvalid, $"{file} is not a configuration: {e.Message}");
        }
    }
}
