using System.Text;
using System.Text.Json;

namespace AmrCollector.Service.Configuration;

/// <summary>Reads JSON with comments and trailing commas into <see cref="JsonSpot"/>s.</summary>
internal static class JsonSpots
{
    private const int MostDepth = 32;

    /// <summary>The document, or null and one fault with the line where it stops being JSON.</summary>
    public static JsonSpot? Parse(byte[] utf8, string file, List<Fault> faults)
    {
        var bom = Encoding.UTF8.Preamble;
        var text = utf8.AsSpan().StartsWith(bom) ? utf8.AsSpan(bom.Length) : utf8;
        Utf8JsonReader reader = new(text, new JsonReaderOptions
        {
            CommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
            MaxDepth = MostDepth,
        });
        try
        {
            var lines = LineStarts(text);
            reader.Read();
            var document = Read(ref reader, lines);
            while (reader.Read()) { } // comments may follow; anything else throws
            return document;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            var line = e is JsonException { LineNumber: { } at } ? (int)at + 1 : 1;
            faults.Add(new(file, line, $"not valid JSON: {Sentence(e.Message)}"));
            return null;
        }
    }

    private static JsonSpot Read(ref Utf8JsonReader reader, List<int> lines)
    {
        var line = LineOf(reader.TokenStartIndex, lines);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(ref reader, line, lines);
            case JsonTokenType.StartArray:
                JsonSpot array = new(line, JsonValueKind.Array, "");
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) array.Elements.Add(Read(ref reader, lines));
                return array;
            case JsonTokenType.String:
                return new(line, JsonValueKind.String, reader.GetString() ?? "");
            case JsonTokenType.Number:
                return new(line, JsonValueKind.Number, Encoding.UTF8.GetString(reader.ValueSpan));
            case JsonTokenType.True:
                return new(line, JsonValueKind.True, "true");
            case JsonTokenType.False:
                return new(line, JsonValueKind.False, "false");
            default:
                return new(line, JsonValueKind.Null, "");
        }
    }

    private static JsonSpot ReadObject(ref Utf8JsonReader reader, int line, List<int> lines)
    {
        JsonSpot value = new(line, JsonValueKind.Object, "");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString() ?? "";
            reader.Read();
            value.Properties.Add((name, Read(ref reader, lines)));
        }

        return value;
    }

    private static List<int> LineStarts(ReadOnlySpan<byte> text)
    {
        List<int> starts = [0];
        for (var i = 0; i < text.Length; i++)
            if (text[i] == '\n') starts.Add(i + 1);
        return starts;
    }

    private static int LineOf(long position, List<int> starts)
    {
        var found = starts.BinarySearch((int)position);
        return found >= 0 ? found + 1 : ~found;
    }

    // System.Text.Json ends its messages with a position counted from 0; ours is counted from 1 and stands in front.
    private static string Sentence(string message)
    {
        var position = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return position < 0 ? message : message[..position];
    }
}
