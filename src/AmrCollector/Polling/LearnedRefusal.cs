using AmrCollector.Metering;

namespace AmrCollector.Polling;

/// <summary>An item a meter refuses although its model offers it.</summary>
/// <param name="Item">Which.</param>
/// <param name="Code">The exception code.</param>
/// <param name="Why">What it says, in words.</param>
public sealed record LearnedRefusal(ObisCode Item, byte Code, string Why);
