using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AmrCollector.Models;

namespace AmrCollector.Service.Configuration;

/// <summary>
/// Digests of the parts of a configuration, by which two of them are compared: what says the same has the same digest, whatever its layout and comments.
/// A property whose name ends in "File" counts with the content of that file.
/// </summary>
public sealed record ConfigurationPrint
{
    private static readonly string[] InParts = ["lines", "plans", "sinks", "listeners", "$schema"];

    /// <summary>Sections of collector.json other than lines, plans, sinks and listeners, by name.</summary>
    public IReadOnlyDictionary<string, string> Sections { get; private init; } = new Dictionary<string, string>();

    /// <summary>Plans by name.</summary>
    public IReadOnlyDictionary<string, string> Plans { get; private init; } = new Dictionary<string, string>();

    /// <summary>Listeners by name.</summary>
    public IReadOnlyDictionary<string, string> Listeners { get; private init; } = new Dictionary<string, string>();

    /// <summary>Sinks by name.</summary>
    public IReadOnlyDictionary<string, string> Sinks { get; private init; } = new Dictionary<string, string>();

    /// <summary>Model files by the model's name; of two with one name the one that wins.</summary>
    public IReadOnlyDictionary<string, string> Models { get; private init; } = new Dictionary<string, string>();

    /// <summary>The digests of the configuration in <paramref name="folder"/>, which was read without a fault.</summary>
    public static ConfigurationPrint Of(string folder)
    {
        List<Fault> faults = [];
        var path = Path.Combine(folder, "collector.json");
        if (JsonSpots.Parse(File.ReadAllBytes(path), path, faults) is not { } root) return new();
        return new()
        {
            Sections = root.Properties.Where(property => !InParts.Contains(property.Name)).ToDictionary(property => property.Name, property => Digest(property.Value, folder)),
            Plans = Parts(root, "plans", folder),
            Listeners = Parts(root, "listeners", folder),
            Sinks = root.Properties.Where(property => property.Name == "sinks").SelectMany(property => property.Value.Elements)
                .ToDictionary(sink => sink.Properties.Find(property => property.Name == "name").Value?.Text ?? "", sink => Digest(sink, folder)),
            Models = ModelDigests(folder),
        };
    }

    /// <summary>As <see cref="Of"/>; null when the folder or its collector.json cannot be read, which the reading itself will tell.</summary>
    internal static ConfigurationPrint? OfReadable(string folder)
    {
        try
        {
            return Of(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>True when it says in every part what <paramref name="other"/> says.</summary>
    internal bool Says(ConfigurationPrint other) =>
        Equal(Sections, other.Sections) && Equal(Plans, other.Plans) && Equal(Listeners, other.Listeners) && Equal(Sinks, other.Sinks) && Equal(Models, other.Models);

    /// <summary>True when <paramref name="one"/> and <paramref name="other"/> have the same digest under <paramref name="name"/>, or neither has any.</summary>
    public static bool Same(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other, string name) =>
        one.GetValueOrDefault(name) == other.GetValueOrDefault(name);

    private static bool Equal(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) => one.Count == other.Count && one.All(part => other.GetValueOrDefault(part.Key) == part.Value);

    private static Dictionary<string, string> Parts(JsonSpot root, string section, string folder) =>
        root.Properties.Where(property => property.Name == section).SelectMany(property => property.Value.Properties)
            .ToDictionary(part => part.Name, part => Digest(part.Value, folder));

    private static Dictionary<string, string> ModelDigests(string folder)
    {
        Dictionary<string, string> models = [];
        foreach (var place in ModelFolders.Of(folder))
            foreach (var file in Directory.EnumerateFiles(place, "*.json"))
                models[Path.GetFileNameWithoutExtension(file)] = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
        return models;
    }

    private static string Digest(JsonSpot spot, string folder)
    {
        StringBuilder text = new();
        Write(text, spot, "", folder);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void Write(StringBuilder text, JsonSpot spot, string name, string folder)
    {
        text.Append((int)spot.Kind).Append(' ').Append(spot.Text.Length).Append(':').Append(spot.Text);
        if (name.EndsWith("File", StringComparison.Ordinal) && spot.Kind == JsonValueKind.String) text.Append(ContentOf(Path.Combine(folder, spot.Text)));
        foreach (var (inner, value) in spot.Properties.OrderBy(property => property.Name, StringComparer.Ordinal))
        {
            text.Append('{').Append(inner.Length).Append(':').Append(inner);
            Write(text, value, inner, folder);
        }

        foreach (var element in spot.Elements)
        {
            text.Append('[');
            Write(text, element, "", folder);
        }
    }

    private static string ContentOf(string file)
    {
        try
        {
            return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ""; // a file that the checks have read is gone again: it differs from when it was there
        }
    }
}
