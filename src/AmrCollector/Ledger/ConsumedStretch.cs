using AmrCollector.Metering;

namespace AmrCollector.Ledger;

/// <summary>What an entry in force says was used.</summary>
/// <param name="Sequence">The entry.</param>
/// <param name="From">Since when, UTC.</param>
/// <param name="Until">Its instant, UTC.</param>
/// <param name="Amount">How much, primary.</param>
/// <param name="Unit">Symbol of its unit.</param>
/// <param name="Held">True while it must not be billed.</param>
/// <param name="Source">Where it comes from.</param>
public readonly record struct ConsumedStretch(long Sequence, DateTimeOffset From, DateTimeOffset Until, decimal Amount, string Unit, bool Held, Source Source);
