using System.Text;

namespace AmrCollector.Models.Dictionary;

/// <summary>Fills "{axis.attribute}" and "{i}".</summary>
internal static class Template
{
    /// <summary>The text, or null when an attribute it names is not there.</summary>
    internal static string? Fill(string template, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> bound, int index = 0)
    {
        StringBuilder filled = new();
        var rest = template.AsSpan();
        for (var open = rest.IndexOf('{'); open >= 0; open = rest.IndexOf('{'))
        {
            var close = rest.IndexOf('}');
            filled.Append(rest[..open]);
            if (Value(rest[(open + 1)..close].ToString(), bound, index) is not { } value) return null;
            filled.Append(value);
            rest = rest[(close + 1)..];
        }

        return filled.Append(rest).ToString();
    }

    private static string? Value(string name, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> bound, int index)
    {
        if (name == "i") return index.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return bound.TryGetValue(name[..dot], out var entry) && entry.TryGetValue(name[(dot + 1)..], out var value) ? value : null;
    }
}
