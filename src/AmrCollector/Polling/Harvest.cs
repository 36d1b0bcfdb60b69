using AmrCollector.Metering;

namespace AmrCollector.Polling;

/// <summary>What an answer yielded.</summary>
/// <param name="Block">Registers for the ledger, null when none are complete yet.</param>
/// <param name="Observations">Momentary values.</param>
internal readonly record struct Harvest(ReadingBlock? Block, IReadOnlyList<Observation> Observations)
{
    internal static Harvest Nothing => new(null, []);
}
