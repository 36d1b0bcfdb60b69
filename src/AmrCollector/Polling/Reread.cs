using AmrCollector.Metering;

namespace AmrCollector.Polling;

/// <summary>A reading to be asked for once more, because what it said is hard to believe (vee.md 2.1).</summary>
/// <param name="Meter">Whose.</param>
/// <param name="Source">A daily freeze, or a register of the moment; others are not asked again.</param>
/// <param name="Instant">Of the reading in doubt, UTC.</param>
/// <param name="After">How long to wait.</param>
public readonly record struct Reread(MeterId Meter, Source Source, DateTimeOffset Instant, TimeSpan After);
