namespace AmrCollector.Cli.Scan;

/// <summary>What a pass took.</summary>
/// <param name="Probes">Requests sent.</param>
/// <param name="Took">Time on the line.</param>
/// <param name="Foretold">What was said beforehand, stage by stage.</param>
/// <param name="BytesHeard">Bytes heard, echoes included.</param>
/// <param name="CharacterErrors">Characters of wrong parity.</param>
/// <param name="Echoes">Requests that came back.</param>
internal sealed record ScanCost(int Probes, TimeSpan Took, TimeSpan Foretold, long BytesHeard, long CharacterErrors, int Echoes);
