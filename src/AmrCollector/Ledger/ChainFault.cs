namespace AmrCollector.Ledger;

/// <summary>The first fault of a chain; everything before it is as it was committed.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Sequence">Where.</param>
/// <param name="What">One sentence with names and numbers.</param>
public sealed record ChainFault(ChainFaultKind Kind, long Sequence, string What);
