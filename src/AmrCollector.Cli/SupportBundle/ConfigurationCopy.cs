using System.Text.Json;
using System.Text.Json.Nodes;

namespace AmrCollector.Cli.SupportBundle;

/// <summary>
/// The configuration as support may see it: collector.json without comments and with addresses cut to their host, the meter list with numbered accounts and points,
/// models and thresholds as they are. No other file is copied; what the files it names hold becomes known as secret.
/// </summary>
internal sealed class ConfigurationCopy(string folder, Redaction redaction)
{
    private const int LongestSecretFile = 64 * 1024;
    private static readonly string[] Public = ["caFile", "clientCaFile", "certificateFile"];
    private static readonly string[] Secrets = ["secret", "password", "token", "key", "apiKey", "user"]; // have no place there, but who asks for help may have put them
    private static readonly JsonDocumentOptions Commented = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Learns every secret the configuration names, then returns its files by name; none where there is no configuration.</summary>
    internal IReadOnlyList<(string Name, string Text)> Files()
    {
        List<(string, string)> files = [];
        if (Read("collector.json") is { } text) files.Add(("config/collector.json", Collector(text)));
        foreach (var variable in Environment.GetEnvironmentVariables().Keys.OfType<string>().Where(name => name.StartsWith("AMR_", StringComparison.Ordinal) && name != "AMR_CONFIG"))
            redaction.Add(Environment.GetEnvironmentVariable(variable) ?? "");
        if (Read("meters.csv") is { } list) files.Add(("config/meters.csv", NumberedMeterList.Of(list)));
        if (Read("validation.json") is { } thresholds) files.Add(("config/validation.json", thresholds));
        var models = Path.Combine(folder, "models");
        if (!Directory.Exists(models)) return files;
        foreach (var model in Directory.GetFiles(models, "*.json").Order(StringComparer.Ordinal))
            files.Add(($"config/models/{Path.GetFileName(model)}", File.ReadAllText(model)));
        return files;
    }

    private string Collector(string text)
    {
        try
        {
            var root = JsonNode.Parse(text, documentOptions: Commented);
            Walk(root, "");
            return root?.ToJsonString(Indented) ?? "null";
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return $"left out, it is no JSON: {e.Message}"; // nobody can tell what of it is secret
        }
    }

    private void Walk(JsonNode? node, string name)
    {
        if (node is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++) Replace(list[i], name, shown => list[i] = shown);
        }
        else if (node is JsonObject section)
        {
            foreach (var (property, value) in section.ToList()) Replace(value, property, shown => section[property] = shown);
        }
    }

    private void Replace(JsonNode? value, string name, Action<JsonNode?> put)
    {
        if (value is not JsonValue leaf || !leaf.TryGetValue<string>(out var text))
        {
            Walk(value, name);
            return;
        }

        if (Secrets.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            redaction.Add(text);
            put(Redaction.Stars);
            return;
        }

        if (name.EndsWith("File", StringComparison.Ordinal) && !Public.Contains(name)) LearnFile(text);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https" or "mqtt" or "mqtts") || (address.PathAndQuery is "/" or "" && address.UserInfo.Length == 0)) return;
        var shown = $"{address.Scheme}://{address.Authority.Split('@')[^1]}/{Redaction.Stars}";
        redaction.Add(text, shown);
        redaction.Add(address.AbsoluteUri, shown);
        put(shown);
    }

    /// <summary>Every line of the file is a secret, and of lines such as password=… what stands behind the sign.</summary>
    private void LearnFile(string name)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path) || new FileInfo(path).Length > LongestSecretFile) return;
        try
        {
            foreach (var line in File.ReadAllLines(path).Select(line => line.Trim()))
            {
                redaction.Add(line);
                if (line.IndexOfAny(['=', ':']) is > 0 and var sign) redaction.Add(line[(sign + 1)..].Trim().Trim('"', ','));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return; // who may not read it cannot give it away
        }
    }

    private string? Read(string name)
    {
        var path = Path.Combine(folder, name);
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"cannot be read: {e.Message}";
        }
    }
}
