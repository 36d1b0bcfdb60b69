using System.Globalization;
using System.Text.Json;

namespace AmrCollector.Service.Configuration;

/// <summary>
/// One JSON object read strictly: what is asked for is taken, what nobody asked for is a fault when the section is disposed.
/// </summary>
internal sealed class JsonSection : IDisposable
{
    private static readonly string[] Secrets = ["secret", "password", "token", "key", "apiKey", "user"];

    private readonly JsonSpot _spot;
    private readonly string _file;
    private readonly List<Fault> _faults;
    private readonly Dictionary<string, JsonSpot> _left = [];
    private readonly List<string> _known = [];

    public JsonSection(JsonSpot spot, string name, string file, List<Fault> faults)
    {
        (_spot, Name, _file, _faults) = (spot, name, file, faults);
        if (spot.Kind != JsonValueKind.Object) Fault(spot.Line, $"{name} must be an object {{ … }}");
        foreach (var (property, value) in spot.Properties)
            if (!_left.TryAdd(property, value)) Fault(value.Line, $"'{property}' stands twice in {name}");
    }

    /// <summary>What a person calls it: "plan home".</summary>
    public string Name { get; }

    /// <summary>Line of its opening brace.</summary>
    public int Line => _spot.Line;

    /// <summary>Adds a fault in this file.</summary>
    public void Fault(int line, string sentence) => _faults.Add(new(_file, line, sentence));

    /// <summary>The property's value, or null; from now on the property is known.</summary>
    public JsonSpot? Take(string property)
    {
        _known.Add(property);
        return _left.Remove(property, out var value) && value.Kind != JsonValueKind.Null ? value : null;
    }

    /// <summary>A text, or null when absent or no text.</summary>
    public string? Text(string property) => TextAt(property)?.Text;

    /// <summary>A text with its line, or null when absent or no text.</summary>
    public JsonSpot? TextAt(string property)
    {
        if (Take(property) is not { } value) return null;
        if (value is { Kind: JsonValueKind.String, Text.Length: > 0 }) return value;
        Fault(value.Line, $"'{property}' of {Name} must be a text that is not empty");
        return null;
    }

    /// <summary>A text that must be there; absence is a fault.</summary>
    public string? Required(string property)
    {
        if (!_left.ContainsKey(property)) Fault(Line, $"{Name} needs '{property}'");
        return Text(property);
    }

    /// <summary>A list of texts; empty when absent.</summary>
    public List<JsonSpot> Texts(string property) => List(property, JsonValueKind.String, "texts");

    /// <summary>A list of whole numbers; those outside the range are faults and left out.</summary>
    public List<int> Numbers(string property, int least, int most)
    {
        List<int> numbers = [];
        foreach (var spot in List(property, JsonValueKind.Number, "whole numbers"))
        {
            if (int.TryParse(spot.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
                numbers.Add(number);
            else
                Fault(spot.Line, $"'{property}' of {Name} takes whole numbers from {least} to {most}, not {spot.Text}");
        }

        return numbers;
    }

    /// <summary>An object inside, or null when absent.</summary>
    public JsonSection? Section(string property, string name) => Take(property) is { } value ? new(value, name, _file, _faults) : null;

    /// <summary>The objects of a list; none when absent.</summary>
    public IEnumerable<JsonSection> Sections(string property, string name) =>
        List(property, JsonValueKind.Object, "objects").Select(spot => new JsonSection(spot, name, _file, _faults));

    /// <summary>The properties of an object inside that has free names: lines, plans.</summary>
    public IEnumerable<(string Name, JsonSpot Value)> Entries(string property)
    {
        if (Take(property) is not { } value) return [];
        if (value.Kind == JsonValueKind.Object) return value.Properties;
        Fault(value.Line, $"'{property}' must be an object of names");
        return [];
    }

    /// <summary>A section made of <paramref name="value"/>, which this file holds.</summary>
    public JsonSection Inside(JsonSpot value, string name) => new(value, name, _file, _faults);

    /// <summary>Reports every property nobody took.</summary>
    public void Dispose()
    {
        foreach (var (property, value) in _left)
        {
            Fault(value.Line, Secrets.Contains(property, StringComparer.OrdinalIgnoreCase)
                ? $"'{property}' of {Name} is a secret and has no place here: write it to a file and name that in '{property}File'"
                : $"{Name} has no property '{property}'; it knows {string.Join(", ", _known)}");
        }

        _left.Clear();
    }

    private List<JsonSpot> List(string property, JsonValueKind kind, string of)
    {
        if (Take(property) is not { } value) return [];
        if (value.Kind == JsonValueKind.Array && value.Elements.All(element => element.Kind == kind)) return value.Elements;
        Fault(value.Line, $"'{property}' of {Name} must be a list of {of}");
        return [];
    }
}
