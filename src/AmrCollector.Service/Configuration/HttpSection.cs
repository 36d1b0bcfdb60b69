using System.Net;
using System.Text.Json;

namespace AmrCollector.Service.Configuration;

/// <summary>Reads the http section: where to listen, and whose keys open a door that is wider than this machine.</summary>
internal static class HttpSection
{
    private const int ShortestKey = 24;
    private static readonly Uri Default = new("http://127.0.0.1:8645");

    public static HttpSettings Read(JsonSection root, string folder)
    {
        using var section = root.Section("http", "http");
        if (section is null) return new(Default, new Dictionary<string, string>());
        var listen = ReadListen(section);
        var keys = ReadKeys(section, folder);
        if (!IsLoopback(listen) && keys is null)
        {
            section.Fault(section.Line, $"http listens on {listen.Host}, which others can reach: name their keys in 'keysFile', or listen on 127.0.0.1");
        }

        return new(listen, keys ?? new Dictionary<string, string>());
    }

    private static bool IsLoopback(Uri listen) =>
        listen.Host == "localhost" || (IPAddress.TryParse(listen.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static Uri ReadListen(JsonSection section)
    {
        if (section.TextAt("listen") is not { } text) return Default;
        if (Uri.TryCreate(text.Text, UriKind.Absolute, out var listen) && listen is { Scheme: "http", PathAndQuery: "/", Fragment: "" }
            && (listen.Host == "localhost" || IPAddress.TryParse(listen.Host.Trim('[', ']'), out _)))
            return listen;
        section.Fault(text.Line, $"'listen' of http takes an address and a port such as \"http://127.0.0.1:8645\", not '{text.Text}'");
        return Default;
    }

    private static Dictionary<string, string>? ReadKeys(JsonSection section, string folder)
    {
        if (section.TextAt("keysFile") is not { } name) return null;
        var path = Path.GetFullPath(Path.Combine(folder, name.Text));
        Dictionary<string, string>? keys = null;
        try
        {
            keys = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            section.Fault(name.Line, $"keysFile {path} cannot be read: {e.Message}");
            return [];
        }
        catch (JsonException)
        {
            // Told below; the message might hold a piece of a key.
        }

        if (keys is not { Count: > 0 } || keys.Values.Any(key => key is null || key.Length < ShortestKey))
            section.Fault(name.Line, $"keysFile {path} must hold names and keys of at least {ShortestKey} characters: {{ \"billing\": \"…\" }}");
        return keys ?? [];
    }
}
