using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AmrCollector.Metering;

namespace AmrCollector.Service.Security;

/// <summary>
/// The file of keys: <c>{ "keys": [ { "name": "billing", "scope": "read", "sha256": "…", "created": "…" } ] }</c>. It holds no secret. `amr key` writes it;
/// a person may remove a line of it.
/// </summary>
public static class KeyFile
{
    private const int Most = 1000;
    private const int LargestFile = 1024 * 1024;
    private static readonly JsonDocumentOptions Commented = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The keys in <paramref name="path"/>, or null and a sentence that holds nothing of the file's content.</summary>
    public static (IReadOnlyList<AccessKey>? Keys, string Why) Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LargestFile) return (null, "is larger than any list of keys");
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Commented);
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"cannot be read: {e.Message}");
        }
        catch (JsonException e)
        {
            return (null, $"is no JSON, line {(e.LineNumber ?? 0) + 1}"); // the message might hold a piece of a secret
        }
    }

    /// <summary>
    /// Writes <paramref name="keys"/> into <paramref name="path"/>. In place, so that owner and rights stay what the service needs; a reader that meets it half
    /// written keeps the keys it had and looks again.
    /// </summary>
    public static void Write(string path, IEnumerable<AccessKey> keys)
    {
        JsonArray list = [.. keys.Select(key => new JsonObject
        {
            ["name"] = key.Name,
            ["scope"] = key.Scope.WireName(),
            ["sha256"] = Convert.ToHexStringLower(key.Digest),
            ["created"] = key.Created.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        })];
        File.WriteAllText(path, new JsonObject { ["keys"] = list }.ToJsonString(Indented) + "\n");
    }

    private static (IReadOnlyList<AccessKey>? Keys, string Why) Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("keys", out var list) || list.ValueKind != JsonValueKind.Array)
            return (null, "must be {\"keys\": [ … ]} with names, scopes and digests; a key itself has no place in it: make one with 'amr key create'");
        if (list.GetArrayLength() > Most) return (null, $"has more than {Most} keys");
        List<AccessKey> keys = [];
        foreach (var element in list.EnumerateArray())
        {
            if (Key(element) is not { } key) return (null, $"entry {keys.Count + 1} needs a name, a scope (read, operate or admin), the SHA-256 of its secret in hex, and when it was created");
            if (keys.Exists(known => known.Name == key.Name)) return (null, $"holds two keys called '{key.Name}'");
            keys.Add(key);
        }

        return (keys, "");
    }

    private static AccessKey? Key(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || Text(element, "name") is not { } name || !AccessKey.IsName(name)) return null;
        if (!WireNames.TryParse<Scope>(Text(element, "scope") ?? "", out var scope) || scope == Scope.None) return null;
        if (Text(element, "sha256") is not { Length: 64 } hex || !hex.All(char.IsAsciiHexDigit)) return null;
        return DateTimeOffset.TryParse(Text(element, "created"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created)
            ? new(name, scope, Convert.FromHexString(hex), created)
            : null;
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
