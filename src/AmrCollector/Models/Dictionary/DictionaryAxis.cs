using System.Globalization;

namespace AmrCollector.Models.Dictionary;

/// <summary>What one part of an identifier may be, in rising order.</summary>
internal sealed class DictionaryAxis
{
    private readonly SortedDictionary<int, IReadOnlyDictionary<string, string>> _entries = [];

    internal DictionaryAxis(string name, List<Dictionary<string, string>> entries, bool isOpen)
    {
        (Name, IsOpen) = (name, isOpen);
        foreach (var entry in entries)
        {
            var (from, to) = Bounds(entry);
            for (var code = from; code <= to; code++)
                _entries[code] = entry.ToDictionary(pair => pair.Key, pair => pair.Value.Replace("{n}", code.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        }

        Block = entries.SelectMany(entry => entry.Keys).Distinct().Where(key => key is "en" or "zh" or "format").ToDictionary(key => key, _ => "");
    }

    internal string Name { get; }

    /// <summary>True when the meter decides how many there are.</summary>
    internal bool IsOpen { get; }

    /// <summary>Stands for all of them in the name of a block.</summary>
    internal IReadOnlyDictionary<string, string> Block { get; }

    internal IEnumerable<int> Codes => _entries.Keys;

    internal IEnumerable<IReadOnlyDictionary<string, string>> All => _entries.Values;

    internal IReadOnlyDictionary<string, string>? Find(int code) => _entries.GetValueOrDefault(code);

    private static (int From, int To) Bounds(Dictionary<string, string> entry)
    {
        var codes = (entry.TryGetValue("range", out var range) ? range : entry["code"]).Split('-');
        return (Hex(codes[0]), Hex(codes[^1]));
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
