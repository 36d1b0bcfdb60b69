using AmrCollector.Metering;

namespace AmrCollector.Review;

/// <summary>An entry that waits for a person.</summary>
/// <param name="Sequence">Its place in the ledger.</param>
/// <param name="Meter">Its meter.</param>
/// <param name="Area">Its transformer area.</param>
/// <param name="Item">Its register.</param>
/// <param name="Instant">Its instant, UTC.</param>
/// <param name="Held">True while it must not be billed; false for a suspect that holds nothing.</param>
/// <param name="Rules">Rules that fired.</param>
public sealed record ReviewItem(long Sequence, MeterId Meter, string Area, string Item, DateTimeOffset Instant, bool Held, IReadOnlyList<string> Rules);
