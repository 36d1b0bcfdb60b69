using System.Text.Json.Serialization;

namespace AmrCollector.Cli.Frame;

/// <summary>One value in the JSON of `amr decode`.</summary>
/// <param name="Obis">OBIS code, or null.</param>
/// <param name="Name">English name.</param>
/// <param name="Value">Exact decimal, time or text; null when there is none.</param>
/// <param name="Unit">Unit symbol, empty for none.</param>
/// <param name="Note">What is odd about it, left out when nothing is.</param>
/// <param name="NameZh">Chinese name, left out when there is none.</param>
internal sealed record ValueJson(
    string? Obis, string Name, string? Value, string Unit, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NameZh = null);
