namespace AmrCollector.Cli.Scan;

/// <summary>What the command line says of a scan.</summary>
/// <param name="Protocols">Names; empty: all that fit the line.</param>
/// <param name="Bauds">Speeds, comma between; null: the URI's, else the usual ones.</param>
/// <param name="Formats">Formats, comma between; null: the URI's, else the usual ones.</param>
/// <param name="Range">Addresses or units; null: all.</param>
/// <param name="All">Goes on where a scan usually ends.</param>
/// <param name="Quick">Does not ask who it is that answered.</param>
internal sealed record ScanWords(IReadOnlyList<string> Protocols, string? Bauds, string? Formats, string? Range, bool All, bool Quick = false);
