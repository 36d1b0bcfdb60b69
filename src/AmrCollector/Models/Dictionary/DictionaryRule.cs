using System.Globalization;
using Bindings = System.Collections.Generic.IReadOnlyDictionary<string, System.Collections.Generic.IReadOnlyDictionary<string, string>>;

namespace AmrCollector.Models.Dictionary;

/// <summary>One rule of the dictionary: which identifiers it names, and what their replies hold.</summary>
internal sealed class DictionaryRule
{
    private readonly RuleEntry _entry;
    private readonly (int Code, DictionaryAxis? Axis)[] _parts;
    private readonly DictionaryAxis? _repeat;
    private readonly IReadOnlyDictionary<string, Dictionary<int, string>> _bits;
    private readonly int _blockCode;

    internal DictionaryRule(
        RuleEntry entry, IReadOnlyDictionary<string, DictionaryAxis> axes, IReadOnlyDictionary<string, Dictionary<int, string>> bits, int blockCode)
    {
        (_entry, _bits, _blockCode) = (entry, bits, blockCode);
        _parts = [.. entry.Id.Split(' ').Select(part => part[0] == '{'
            ? (0, axes[part[1..^1]])
            : (int.Parse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), (DictionaryAxis?)null))];
        _repeat = entry.Repeat is null ? null : axes[entry.Repeat];
    }

    /// <summary>What the first part of an identifier may be, so that most rules need not be tried.</summary>
    internal IEnumerable<int> FirstCodes => _parts[0].Axis is { } axis ? axis.Codes : [_parts[0].Code];

    /// <summary>What <paramref name="codes"/> name; null when this rule does not know them. A block only when asked for.</summary>
    internal DictionaryEntry? Match(ReadOnlySpan<int> codes, bool asBlock)
    {
        Dictionary<string, IReadOnlyDictionary<string, string>> bound = [];
        List<DictionaryAxis> blocks = [];
        if (codes.Length != _parts.Length) return null;
        for (var i = 0; i < codes.Length; i++)
        {
            var (code, axis) = _parts[i];
            if (axis is null && code != codes[i]) return null;
            if (axis is null) continue;
            var found = axis.Find(codes[i]);
            if (found is null && asBlock && i > 0 && codes[i] == _blockCode)
            {
                blocks.Add(axis);
                found = axis.Block;
            }

            if (found is null) return null;
            bound[axis.Name] = found;
        }

        if (_repeat is not null) blocks.Add(_repeat);
        return new(NameOf(_entry.En, bound, blocks, " block"), NameOf(_entry.Zh, bound, blocks, "数据块"), _entry.Tail, blocks, combination => Fields(Merge(bound, combination)));
    }

    private string NameOf(string template, Bindings bound, List<DictionaryAxis> blocks, string suffix) =>
        (Template.Fill(template, bound) ?? template) + (blocks.Count > (_repeat is null ? 0 : 1) ? suffix : "");

    private List<DictionaryField> Fields(Bindings bound)
    {
        if (_entry.Fields is null) return [Field(new(_entry.En, _entry.Zh, _entry.Format!, _entry.Unit, _entry.Obis), bound, 0)];
        return [.. _entry.Fields.SelectMany(field => Enumerable.Range(1, field.Times).Select(i => Field(field, bound, i)))];
    }

    private DictionaryField Field(FieldEntry field, Bindings bound, int index)
    {
        string Text(string template) => Template.Fill(template, bound, index) ?? throw new FormatException($"rule {_entry.Id}: '{template}' names what is not there");
        var bits = _entry.Bits is { } table ? _bits[Text(table)] : null;
        var obis = field.Obis is { } code ? Template.Fill(code, bound, index) : null;
        return new(Text(field.En), Text(field.Zh), FieldFormat.Parse(Text(field.Format)), Text(field.Unit ?? ""), obis, bits);
    }

    private static Dictionary<string, IReadOnlyDictionary<string, string>> Merge(Bindings bound, Bindings combination)
    {
        Dictionary<string, IReadOnlyDictionary<string, string>> merged = new(bound);
        foreach (var (name, entry) in combination) merged[name] = entry;
        return merged;
    }
}
