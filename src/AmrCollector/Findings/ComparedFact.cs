namespace AmrCollector.Findings;

/// <summary>A fact beside what the list says.</summary>
/// <param name="Fact">What the meter said.</param>
/// <param name="Listed">What the list says, empty when nothing.</param>
/// <param name="Result">How they compare.</param>
/// <param name="Meaning">What that means, one sentence; empty when they are the same.</param>
public sealed record ComparedFact(MeterFact Fact, string Listed, FactResult Result, string Meaning);
