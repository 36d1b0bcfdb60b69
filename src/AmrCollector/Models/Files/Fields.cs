using System.Globalization;
using System.Text.Json;
using AmrCollector.Metering;

namespace AmrCollector.Models.Files;

/// <summary>
/// The members of one object, taken by name and type. What is wrong goes to the faults with its line, and a harmless value is
/// returned so that the reading goes on and finds the next fault; <see cref="Done"/> reports what nobody took.
/// </summary>
internal sealed class Fields
{
    private readonly LocatedJson _object;
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Fields? _defaults;

    private Fields(LocatedJson json, FaultList faults, Fields? defaults) => (_object, Faults, _defaults) = (json, faults, defaults);

    /// <summary>Where faults go.</summary>
    internal FaultList Faults { get; }

    /// <summary>The object's line.</summary>
    internal int Line => _object.Line;

    /// <summary>The members of <paramref name="json"/>; what it lacks is looked for in <paramref name="defaults"/>.</summary>
    internal static Fields Of(LocatedJson json, FaultList faults, Fields? defaults = null)
    {
        if (json.Kind != JsonTokenType.StartObject) faults.Add(json.Line, $"an object is expected here, not {json.KindWord}");
        foreach (var twice in json.Members.GroupBy(member => member.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
            faults.Add(twice.Last().Value.Line, $"\"{twice.Key}\" stands here twice");
        return new(json, faults, defaults);
    }

    /// <summary>The member, or null. It counts as known from now on.</summary>
    internal LocatedJson? Find(string name)
    {
        _taken.Add(name);
        foreach (var member in _object.Members)
            if (member.Name == name) return member.Value;
        return _defaults?.Find(name);
    }

    /// <summary>Every member, all of them taken: for objects whose names are free.</summary>
    internal IEnumerable<(string Name, LocatedJson Value)> All()
    {
        _taken.UnionWith(_object.Members.Select(member => member.Name));
        return _object.Members;
    }

    /// <summary>A text; <paramref name="otherwise"/> when absent, a fault when absent and otherwise is null.</summary>
    internal string Text(string name, string? otherwise = null)
    {
        if (Find(name) is not { } node) return otherwise ?? Missing(name, "");
        if (node.Kind == JsonTokenType.String) return node.Text;
        Faults.Add(node.Line, $"\"{name}\" is a text, not {node.KindWord}");
        return otherwise ?? "";
    }

    /// <summary>True or false, false when absent.</summary>
    internal bool Flag(string name)
    {
        if (Find(name) is not { } node) return false;
        if (node.Kind is not (JsonTokenType.True or JsonTokenType.False)) Faults.Add(node.Line, $"\"{name}\" is true or false, not {node.KindWord}");
        return node.Kind == JsonTokenType.True;
    }

    /// <summary>A whole number within bounds; hexadecimal texts such as "0x5000" are allowed.</summary>
    internal int Whole(string name, int min, int max, int? otherwise = null)
    {
        if (Find(name) is not { } node) return otherwise ?? Missing(name, min);
        var good = node.Kind == JsonTokenType.String && node.Text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? int.TryParse(node.Text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            : int.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && node.Kind == JsonTokenType.Number;
        if (good && value >= min && value <= max) return value;
        Faults.Add(node.Line, $"\"{name}\" is a whole number from {min} to {max}, not {Shown(node)}");
        return min;
    }

    /// <summary>An exact number.</summary>
    internal decimal Number(string name, decimal otherwise)
    {
        if (Find(name) is not { } node) return otherwise;
        if (node.Kind == JsonTokenType.Number && decimal.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) return value;
        Faults.Add(node.Line, $"\"{name}\" is a number such as 0.01, not {Shown(node)}");
        return otherwise;
    }

    /// <summary>A member of an enum by its written name.</summary>
    internal T OneOf<T>(string name, IReadOnlyDictionary<string, T> words, T? otherwise = null) where T : struct
    {
        if (Find(name) is not { } node) return otherwise ?? Missing(name, words.Values.First());
        if (node.Kind == JsonTokenType.String && words.TryGetValue(node.Text, out var value)) return value;
        Faults.Add(node.Line, $"\"{name}\" is one of {string.Join(", ", words.Keys)}; {Shown(node)} is not");
        return words.Values.First();
    }

    /// <summary>A unit by its symbol.</summary>
    internal Unit Unit()
    {
        if (Find("unit") is not { } node) return Missing("unit", Metering.Unit.None);
        if (node.Kind == JsonTokenType.String && Units.TryParse(node.Text, out var unit)) return unit;
        Faults.Add(node.Line, $"{Shown(node)} is no unit known here; write kWh, kvarh, kW, V, A, Hz, … or \"\" for none");
        return Metering.Unit.None;
    }

    /// <summary>The elements of a list; empty when absent.</summary>
    internal IReadOnlyList<LocatedJson> List(string name)
    {
        if (Find(name) is not { } node) return [];
        if (node.Kind != JsonTokenType.StartArray) Faults.Add(node.Line, $"\"{name}\" is a list, not {node.KindWord}");
        return node.Elements;
    }

    /// <summary>The texts of a list.</summary>
    internal IReadOnlyList<string> Texts(string name) => [.. List(name).Select(node =>
    {
        if (node.Kind != JsonTokenType.String) Faults.Add(node.Line, $"\"{name}\" holds texts, not {node.KindWord}");
        return node.Text;
    })];

    /// <summary>Reports every member nobody asked for.</summary>
    internal void Done()
    {
        foreach (var (name, value) in _object.Members)
            if (!_taken.Contains(name))
                Faults.Add(value.Line, $"\"{name}\" is not known here; known are {string.Join(", ", _taken.Order(StringComparer.Ordinal))}");
    }

    private T Missing<T>(string name, T harmless)
    {
        Faults.Add(Line, $"\"{name}\" is missing");
        return harmless;
    }

    private static string Shown(LocatedJson node) => node.Kind switch
    {
        JsonTokenType.String => $"\"{node.Text}\"",
        JsonTokenType.Number => node.Text,
        _ => node.KindWord,
    };
}
