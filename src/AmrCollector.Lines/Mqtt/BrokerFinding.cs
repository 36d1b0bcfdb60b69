namespace AmrCollector.Lines.Mqtt;

/// <summary>What was found out about a broker.</summary>
/// <param name="IsFault">True when readings can be lost or never arrive; false when it is only worth knowing.</param>
/// <param name="Sentence">What, and what to set.</param>
public sealed record BrokerFinding(bool IsFault, string Sentence);
