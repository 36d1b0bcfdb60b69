namespace AmrCollector.Models.Dictionary;

/// <summary>A rule as it stands in a dictionary file. Texts are templates: "{energy.en} energy{tariff.en}".</summary>
/// <param name="Id">Parts of the identifier, each a code or an axis in braces.</param>
/// <param name="En">English name.</param>
/// <param name="Zh">Chinese name.</param>
/// <param name="Format">Data format of the only field.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Obis">Its OBIS code.</param>
/// <param name="Fields">The fields, when there are several.</param>
/// <param name="Repeat">An axis along which the fields come again within one identifier.</param>
/// <param name="Bits">Name table of its bits.</param>
/// <param name="Tail">True when meters append bytes that mean nothing.</param>
internal sealed record RuleEntry(
    string Id,
    string En,
    string Zh,
    string? Format = null,
    string? Unit = null,
    string? Obis = null,
    List<FieldEntry>? Fields = null,
    string? Repeat = null,
    string? Bits = null,
    bool Tail = false);
