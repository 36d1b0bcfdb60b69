using System.Text.Json;

namespace AmrCollector.Simulator.Files;

/// <summary>A JSON value that remembers on which line of which file it stands, so that a fault in it can say so.</summary>
internal sealed class JsonPlace
{
    private readonly string _file;

    private JsonPlace(string file, long line, JsonTokenType kind, string text) => (_file, Line, Kind, Text) = (file, line, kind, text);

    /// <summary>Line in the file, from 1.</summary>
    internal long Line { get; }

    /// <summary>What it is.</summary>
    internal JsonTokenType Kind { get; }

    /// <summary>Text of a string, number or word.</summary>
    internal string Text { get; }

    /// <summary>Members of an object, in order.</summary>
    internal List<KeyValuePair<string, JsonPlace>> Members { get; } = [];

    /// <summary>Elements of an array.</summary>
    internal List<JsonPlace> Elements { get; } = [];

    /// <summary>Reads a whole document; comments and trailing commas are allowed. Throws <see cref="DistrictException"/>.</summary>
    internal static JsonPlace Parse(string file, ReadOnlySpan<byte> json)
    {
        if (json.StartsWith("\uFEFF"u8)) json = json[3..];
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            reader.Read();
            var root = ReadValue(file, json, ref reader);
            reader.Read();
            return root;
        }
        catch (JsonException wrong)
        {
            throw new DistrictException(file, (wrong.LineNumber ?? 0) + 1, $"This is not JSON: {wrong.Message.Split(" LineNumber")[0]}");
        }
    }

    /// <summary>An exception that points here.</summary>
    internal DistrictException Fault(string sentence) => new(_file, Line, sentence);

    private static JsonPlace ReadValue(string file, ReadOnlySpan<byte> json, ref Utf8JsonReader reader)
    {
        var line = 1 + json[..(int)reader.TokenStartIndex].Count((byte)'\n');
        var kind = reader.TokenType;
        var place = new JsonPlace(file, line, kind, TextOf(json, reader));
        if (kind == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var name = reader.GetString()!;
                reader.Read();
                place.Members.Add(new(name, ReadValue(file, json, ref reader)));
            }
        }
        else if (kind == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) place.Elements.Add(ReadValue(file, json, ref reader));
        }

        return place;
    }

    private static string TextOf(ReadOnlySpan<byte> json, Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False =>
            System.Text.Encoding.UTF8.GetString(json.Slice((int)reader.TokenStartIndex, (int)(reader.BytesConsumed - reader.TokenStartIndex))),
        _ => "",
    };
}
