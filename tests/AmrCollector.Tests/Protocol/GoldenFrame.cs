using System.Text.Json;

namespace AmrCollector.Tests.Protocol;

/// <summary>One line of tests/vectors/*.jsonl.</summary>
public sealed record GoldenFrame(
    string Protocol, string Direction, string Hex, string Meaning, JsonElement Decoded, bool Valid, string? Why = null, string? Reply_to = null)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    public bool IsReply => Direction == "response";

    public byte[] Bytes => Wire.Of(Hex);

    /// <summary>The frames of one file.</summary>
    public static IReadOnlyList<GoldenFrame> Load(string file)
    {
        var frames = File.ReadLines(Path.Combine(Folder(), file))
            .Where(line => line.Length > 0)
            .Select(line => JsonSerializer.Deserialize<GoldenFrame>(line, Options)!)
            .ToList();
        return frames.Count > 0 ? frames : throw new InvalidOperationException($"{file} holds no frame");
    }

    /// <summary>Shown as the test's name.</summary>
    public override string ToString() => $"{Protocol} {Hex}";

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var vectors = Path.Combine(folder.FullName, "tests", "vectors");
            if (Directory.Exists(vectors)) return vectors;
        }

        throw new DirectoryNotFoundException("tests/vectors is not above " + AppContext.BaseDirectory);
    }
}
