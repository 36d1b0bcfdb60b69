using System.Text.Json;

namespace AmrCollector.Models.Dictionary;

/// <summary>The shape of the embedded dictionary files.</summary>
/// <param name="Edition">"dlt645-2007".</param>
/// <param name="Source">Where the tables are from.</param>
/// <param name="Digits">Hexadecimal digits of one part of an identifier: 2 in 2007, 1 in 1997.</param>
/// <param name="Axes">What a part of an identifier may be: code or range, names, and what templates take from it.</param>
/// <param name="Open">Axes whose length the meter decides, so that only the reply tells.</param>
/// <param name="Bits">Names of status bits.</param>
/// <param name="Rules">One rule names a family of identifiers.</param>
internal sealed record DictionaryFile(
    string Edition,
    string Source,
    int Digits,
    Dictionary<string, List<Dictionary<string, string>>> Axes,
    List<string>? Open,
    Dictionary<string, Dictionary<int, string>>? Bits,
    List<RuleEntry> Rules)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    internal static DictionaryFile Load(string name)
    {
        using var stream = typeof(DictionaryFile).Assembly.GetManifestResourceStream($"AmrCollector.Models.Dictionary.{name}.json")
            ?? throw new InvalidOperationException($"the dictionary {name} is not built in");
        return JsonSerializer.Deserialize<DictionaryFile>(stream, Options) ?? throw new InvalidOperationException($"the dictionary {name} is empty");
    }
}
