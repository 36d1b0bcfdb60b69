using System.Globalization;
using System.Text.Json;

namespace AmrCollector.Simulator.Files;

/// <summary>
/// The members of one JSON object, taken out by name; what is left over at <see cref="Done"/> is a fault. Every complaint is a
/// <see cref="DistrictException"/> that names the line.
/// </summary>
internal sealed class JsonFields
{
    private readonly JsonPlace _place;
    private readonly Dictionary<string, JsonPlace> _left = new(StringComparer.Ordinal);

    internal JsonFields(JsonPlace place, string what)
    {
        if (place.Kind != JsonTokenType.StartObject) throw place.Fault($"{what} is written as an object in braces.");
        _place = place;
        foreach (var (name, value) in place.Members)
            if (!_left.TryAdd(name, value)) throw value.Fault($"\"{name}\" stands here twice.");
    }

    /// <summary>Complains of the first member nobody took.</summary>
    internal void Done()
    {
        foreach (var (name, value) in _left) throw value.Fault($"\"{name}\" is not known here.");
    }

    /// <summary>The member, or null.</summary>
    internal JsonPlace? Take(string name) => _left.Remove(name, out var value) ? value : null;

    /// <summary>The member; a fault when it is missing.</summary>
    internal JsonPlace Need(string name) => Take(name) ?? throw _place.Fault($"\"{name}\" is missing.");

    internal string Text(string name, string otherwise) => Take(name) is { } value ? AsText(value, name) : otherwise;

    internal string NeedText(string name) => AsText(Need(name), name);

    internal bool Flag(string name, bool otherwise = false) => Take(name) is not { } value ? otherwise : value.Kind switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw value.Fault($"\"{name}\" is true or false."),
    };

    internal int Number(string name, int otherwise, int least, int most)
    {
        if (Take(name) is not { } value) return otherwise;
        var ok = int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
        if (value.Kind != JsonTokenType.Number || !ok || number < least || number > most)
            throw value.Fault($"\"{name}\" is a whole number from {least} to {most}.");
        return number;
    }

    internal TimeSpan Span(string name, TimeSpan otherwise) => SpanOrNull(name) ?? otherwise;

    internal TimeSpan? SpanOrNull(string name)
    {
        if (Take(name) is not { } value) return null;
        return TryParseSpan(value.Text, out var span) ? span : throw value.Fault($"\"{name}\" is a span such as \"20ms\", \"60s\", \"5m\" or \"-70h\".");
    }

    internal T Word<T>(string name, T otherwise) where T : struct, Enum => Take(name) is { } value ? AsWord<T>(value, name) : otherwise;

    internal T NeedWord<T>(string name) where T : struct, Enum => AsWord<T>(Need(name), name);

    internal IReadOnlyList<JsonPlace> List(string name)
    {
        var value = Need(name);
        return value.Kind == JsonTokenType.StartArray && value.Elements.Count > 0
            ? value.Elements
            : throw value.Fault($"\"{name}\" is a list in brackets with at least one entry.");
    }

    /// <summary>The same, or nothing when it is not there.</summary>
    internal IReadOnlyList<JsonPlace> ListOrNone(string name) => _left.ContainsKey(name) ? List(name) : [];

    /// <summary>Reads 20ms, 1.5s, 5m, 2h or 3d, with a sign.</summary>
    internal static bool TryParseSpan(string text, out TimeSpan span)
    {
        span = default;
        var unit = text.TrimStart('-', '+', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        double? factor = unit switch { "ms" => 1.0, "s" => 1e3, "m" => 60e3, "h" => 3600e3, "d" => 86400e3, _ => null };
        if (factor is not { } milliseconds || !double.TryParse(text[..^unit.Length], CultureInfo.InvariantCulture, out var amount)) return false;
        if (Math.Abs(amount * milliseconds) > 400.0 * 86400e3) return false;
        span = TimeSpan.FromMilliseconds(amount * milliseconds);
        return true;
    }

    private static string AsText(JsonPlace value, string name) =>
        value.Kind == JsonTokenType.String && value.Text.Length > 0 ? value.Text : throw value.Fault($"\"{name}\" is a text in quotes.");

    private static T AsWord<T>(JsonPlace value, string name) where T : struct, Enum =>
        Enum.TryParse<T>(value.Text, ignoreCase: true, out var word) && value.Text.All(char.IsAsciiLetter)
            ? word
            : throw value.Fault($"\"{name}\" is one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}.");
}
