using System.Text;
using System.Text.Json;

namespace AmrCollector.Models.Files;

/// <summary>A JSON value that knows its line. Comments and trailing commas are allowed.</summary>
internal sealed class LocatedJson
{
    private static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 16 };

    private LocatedJson(JsonTokenType kind, int line) => (Kind, Line) = (kind, line);

    /// <summary>StartObject, StartArray, String, Number, True, False or Null.</summary>
    internal JsonTokenType Kind { get; }

    /// <summary>Line, from 1.</summary>
    internal int Line { get; }

    /// <summary>A string's text, a number as it is written; else empty.</summary>
    internal string Text { get; private init; } = "";

    /// <summary>Members of an object in file order, doubles included.</summary>
    internal List<(string Name, LocatedJson Value)> Members { get; } = [];

    /// <summary>Elements of an array.</summary>
    internal List<LocatedJson> Elements { get; } = [];

    /// <summary>"an object", "a text", for sentences.</summary>
    internal string KindWord => Kind switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };

    /// <summary>The whole document; false with line and sentence when it is no JSON.</summary>
    internal static bool TryParse(byte[] utf8, out LocatedJson? root, out int line, out string why)
    {
        (root, line, why) = (null, 0, "");
        try
        {
            ReadOnlySpan<byte> text = utf8.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? utf8.AsSpan(Encoding.UTF8.Preamble.Length) : utf8;
            Utf8JsonReader reader = new(text, Options);
            reader.Read();
            Cursor cursor = new(text);
            root = Read(ref reader, ref cursor);
            reader.Read();
            return true;
        }
        catch (JsonException broken)
        {
            (root, line, why) = (null, (int)(broken.LineNumber ?? 0) + 1, $"no JSON: {broken.Message.Split(" LineNumber:")[0]}");
            return false;
        }
    }

    private static LocatedJson Read(ref Utf8JsonReader reader, ref Cursor cursor)
    {
        LocatedJson node = new(reader.TokenType, cursor.LineAt(reader.TokenStartIndex)) { Text = TextOf(ref reader) };
        var (open, close) = (reader.TokenType, reader.TokenType == JsonTokenType.StartObject ? JsonTokenType.EndObject : JsonTokenType.EndArray);
        if (open is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return node;
        while (reader.Read() && reader.TokenType != close)
        {
            if (open == JsonTokenType.StartArray)
            {
                node.Elements.Add(Read(ref reader, ref cursor));
                continue;
            }

            var name = reader.GetString()!;
            reader.Read();
            node.Members.Add((name, Read(ref reader, ref cursor)));
        }

        return node;
    }

    private static string TextOf(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        _ => "",
    };

    /// <summary>Counts lines forward only.</summary>
    private ref struct Cursor(ReadOnlySpan<byte> text)
    {
        private readonly ReadOnlySpan<byte> _text = text;
        private int _at;
        private int _line = 1;

        internal int LineAt(long offset)
        {
            _line += _text[_at..(int)offset].Count((byte)'\n');
            _at = (int)offset;
            return _line;
        }
    }
}
