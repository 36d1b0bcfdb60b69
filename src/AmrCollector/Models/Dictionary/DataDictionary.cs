using System.Globalization;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Models.Dictionary;

/// <summary>
/// The data dictionary of one edition of DL/T 645, built in as rules: quantity x tariff x period, phases, blocks, events,
/// parameters, freezes. Says what an identifier means; what a certain meter offers is its model's business.
/// </summary>
public sealed class DataDictionary
{
    private static readonly Lazy<DataDictionary> Edition2007 = new(() => new(DictionaryFile.Load("dlt645-2007")));
    private static readonly Lazy<DataDictionary> Edition1997 = new(() => new(DictionaryFile.Load("dlt645-1997")));

    private readonly ILookup<int, DictionaryRule> _rules;
    private readonly int _digits;
    private readonly int _idDigits;

    private DataDictionary(DictionaryFile file)
    {
        _digits = file.Digits;
        _idDigits = 4 * file.Digits;
        var axes = file.Axes.ToDictionary(axis => axis.Key, axis => new DictionaryAxis(axis.Key, axis.Value, file.Open?.Contains(axis.Key) == true));
        var blockCode = (1 << (4 * file.Digits)) - 1;
        _rules = file.Rules
            .Select(rule => new DictionaryRule(rule, axes, file.Bits ?? [], blockCode))
            .SelectMany(rule => rule.FirstCodes.Select(code => (Code: code, Rule: rule)))
            .ToLookup(pair => pair.Code, pair => pair.Rule);
    }

    /// <summary>Identifiers of four bytes.</summary>
    public static DataDictionary V2007 => Edition2007.Value;

    /// <summary>Identifiers of two bytes.</summary>
    public static DataDictionary V1997 => Edition1997.Value;

    /// <summary>The dictionary of <paramref name="edition"/>.</summary>
    public static DataDictionary Of(Dlt645Edition edition) => edition == Dlt645Edition.V1997 ? V1997 : V2007;

    /// <summary>What <paramref name="id"/> means; null when the dictionary does not know it.</summary>
    public DictionaryEntry? Find(DataId id)
    {
        var text = id.Value.ToString($"X{_idDigits}", CultureInfo.InvariantCulture);
        if (text.Length > _idDigits) return null;
        Span<int> codes = stackalloc int[4];
        for (var i = 0; i < codes.Length; i++)
            codes[i] = int.Parse(text.AsSpan(i * _digits, _digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

        return Match(codes, asBlock: false) ?? Match(codes, asBlock: true);
    }

    private DictionaryEntry? Match(ReadOnlySpan<int> codes, bool asBlock)
    {
        foreach (var rule in _rules[codes[0]])
            if (rule.Match(codes, asBlock) is { } entry) return entry;
        return null;
    }
}
