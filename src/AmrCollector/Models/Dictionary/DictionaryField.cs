namespace AmrCollector.Models.Dictionary;

/// <summary>One value of a reply, as the data dictionary describes it.</summary>
/// <param name="Name">English name: "forward active energy tariff 1".</param>
/// <param name="NameZh">Chinese name: (当前)正向有功费率1电能.</param>
/// <param name="Format">How its bytes are read.</param>
/// <param name="Unit">Unit symbol, empty for none.</param>
/// <param name="Obis">OBIS code where one is settled, else null.</param>
/// <param name="BitNames">Meaning of the bits of a status word, else null.</param>
public sealed record DictionaryField(
    string Name, string NameZh, FieldFormat Format, string Unit = "", string? Obis = null, IReadOnlyDictionary<int, string>? BitNames = null)
{
    /// <summary>Bytes on the wire.</summary>
    public int Width => Format.Width;
}
