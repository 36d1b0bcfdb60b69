using System.Globalization;
using System.Text.Json;

namespace AmrCollector.Reports;

/// <summary>A way into a JSON document: <c>$.data.kwh</c>, <c>$.values[0].v</c>, <c>$['a b']</c>. One way, one value: no wildcards.</summary>
public sealed class JsonPath
{
    private const int MostSteps = 16;

    private readonly (string? Name, int Index)[] _steps;
    private readonly string _text;

    private JsonPath(string text, (string? Name, int Index)[] steps) => (_text, _steps) = (text, steps);

    /// <summary>The path written so; null when it is none.</summary>
    public static JsonPath? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.StartsWith('$')) return null;
        List<(string? Name, int Index)> steps = [];
        var left = text.AsSpan(1);
        while (!left.IsEmpty && steps.Count < MostSteps)
        {
            var length = left[0] == '.' ? Name(left, out var step) : left[0] == '[' ? Bracket(left, out step) : Nothing(out step);
            if (length == 0) return null;
            steps.Add(step);
            left = left[length..];
        }

        return left.IsEmpty ? new(text, [.. steps]) : null;
    }

    /// <summary>The value at its end; false when the document has none.</summary>
    public bool TryFind(JsonElement document, out JsonElement found)
    {
        found = document;
        foreach (var (name, index) in _steps)
        {
            if (name is not null)
            {
                if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(name, out found)) return false;
            }
            else
            {
                if (found.ValueKind != JsonValueKind.Array || index >= found.GetArrayLength()) return false;
                found = found[index];
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    private static int Nothing(out (string? Name, int Index) step)
    {
        step = default;
        return 0;
    }

    private static int Name(ReadOnlySpan<char> left, out (string? Name, int Index) step)
    {
        var end = left[1..].IndexOfAny('.', '[');
        var name = end < 0 ? left[1..] : left.Slice(1, end);
        step = (name.ToString(), 0);
        return name.IsEmpty || name.IndexOfAny("*'\"] ") >= 0 ? 0 : 1 + name.Length;
    }

    private static int Bracket(ReadOnlySpan<char> left, out (string? Name, int Index) step)
    {
        step = default;
        if (left.Length > 1 && left[1] == '\'')
        {
            var end = left.IndexOf("']");
            if (end <= 2) return 0;
            step = (left[2..end].ToString(), 0);
            return end + 2;
        }

        var close = left.IndexOf(']');
        if (close < 0 || !int.TryParse(left[1..close], NumberStyles.None, CultureInfo.InvariantCulture, out var index)) return 0;
        step = (null, index);
        return close + 1;
    }
}
