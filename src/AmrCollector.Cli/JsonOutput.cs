using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AmrCollector.Cli;

/// <summary>How verbs print with --json: camelCase, one document on one line, nulls kept, ended by a line feed.</summary>
public static class JsonOutput
{
    /// <summary>Options of every JSON document on standard output.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a terminal is no web page: 正向 stays readable
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary><paramref name="text"/> as it stands inside a JSON text, without the quotes.</summary>
    internal static string Quoted(string text) => JsonSerializer.Serialize(text, Options)[1..^1];

    /// <summary>Writes <paramref name="document"/> as one line.</summary>
    public static void WriteJson<T>(this TextWriter writer, T document)
    {
        writer.Write(JsonSerializer.Serialize(document, Options));
        writer.Write('\n');
    }
}
