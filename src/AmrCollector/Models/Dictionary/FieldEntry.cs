namespace AmrCollector.Models.Dictionary;

/// <summary>A field as it stands in a dictionary file; texts are templates.</summary>
/// <param name="En">English name.</param>
/// <param name="Zh">Chinese name.</param>
/// <param name="Format">Data format.</param>
/// <param name="Unit">Unit.</param>
/// <param name="Obis">OBIS code.</param>
/// <param name="Times">How often it comes, {i} counting from 1.</param>
internal sealed record FieldEntry(string En, string Zh, string Format, string? Unit = null, string? Obis = null, int Times = 1);
