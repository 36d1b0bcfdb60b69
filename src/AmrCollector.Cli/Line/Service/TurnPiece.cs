namespace AmrCollector.Cli.Line.Service;

/// <summary>Bytes that arrived in one piece.</summary>
/// <param name="Ns">Nanoseconds after the request had left.</param>
/// <param name="Bytes">Hex.</param>
internal sealed record TurnPiece(long Ns, string Bytes);
