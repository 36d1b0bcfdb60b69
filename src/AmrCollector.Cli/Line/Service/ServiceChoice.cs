using System.CommandLine;
using System.Text.Json;

namespace AmrCollector.Cli.Line.Service;

/// <summary>
/// Which service a verb turns to: the one named, the one the configuration folder belongs to, or the usual one of this machine. Of the folder's own the socket
/// is preferred, unless a key is named to be known by.
/// </summary>
internal static class ServiceChoice
{
    /// <summary>Environment variable that may hold the key.</summary>
    internal const string KeyVariable = "AMR_KEY";

    private const string None = "none";
    private const string Socket = "unix:";
    private static readonly Uri Usual = new("http://127.0.0.1:8645");
    private static readonly JsonDocumentOptions Commented = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Which service to use.</summary>
    internal static Option<string?> Service { get; } = new("--service")
    {
        Description = "Running service to go through, such as http://127.0.0.1:8645 or unix:/var/lib/amr-collector/amr.sock; none: never. Left out: the configuration's own",
        HelpName = "URL",
    };

    /// <summary>Where the key stands.</summary>
    internal static Option<string?> KeyFile { get; } = new("--key-file")
    {
        Description = $"File with the key to show to the service; else {KeyVariable}",
        HelpName = "FILE",
    };

    /// <summary>True when the person named a service: then it must be there.</summary>
    internal static bool IsNamed(ParseResult parsed) => parsed.GetValue(Service) is not (null or None);

    /// <summary>A client for the service to turn to; null with --service none. Exit code 2 when the options make no sense.</summary>
    internal static ServiceClient? Of(ParseResult parsed)
    {
        var named = parsed.GetValue(Service);
        if (named == None) return null;
        var why = Reason(parsed);
        if (named is null)
        {
            var folder = parsed.GetValue(LineTarget.Config)!;
            if (parsed.GetValue(KeyFile) is null && Ledger.DataFolder.Find(folder) is { } data && LocalService.Of(data) is { } local) return new(local, why);
            return new(OfFolder(folder) ?? Usual, Key(parsed), why);
        }

        if (named.StartsWith(Socket, StringComparison.Ordinal)) return new(new LocalService(named[Socket.Length..]), why);
        return Uri.TryCreate(named, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new(address, Key(parsed), why)
            : throw new VerbFailedException(ExitCode.Usage, $"--service takes an address such as {Usual}, or none, not '{named}'");
    }

    /// <summary>What is done, for the record, where nobody says why: "amr order import".</summary>
    private static string Reason(ParseResult parsed)
    {
        List<string> words = [];
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
            words.Insert(0, result.Command is RootCommand ? "amr" : result.Command.Name);
        return string.Join(' ', words);
    }

    private static string? Key(ParseResult parsed)
    {
        if (parsed.GetValue(KeyFile) is not { } file) return Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key ? key : null;
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbFailedException(ExitCode.Usage, $"--key-file {file} cannot be read: {e.Message}");
        }
    }

    /// <summary>Only the address: whatever else is wrong with the folder does not matter here.</summary>
    private static Uri? OfFolder(string folder)
    {
        try
        {
            var path = Path.Combine(folder, "collector.json");
            if (!File.Exists(path)) return null;
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Commented);
            if (!document.RootElement.TryGetProperty("http", out var http) || !http.TryGetProperty("listen", out var listen)) return null;
            return Uri.TryCreate(listen.GetString(), UriKind.Absolute, out var address) ? Reachable(address) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // "All addresses" is where one listens, not where one can be reached.
    private static Uri Reachable(Uri address) => address.Host switch
    {
        "0.0.0.0" => new UriBuilder(address) { Host = "127.0.0.1" }.Uri,
        "[::]" => new UriBuilder(address) { Host = "[::1]" }.Uri,
        _ => address,
    };
}
