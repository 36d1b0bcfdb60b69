namespace AmrCollector.Polling.Clocks;

/// <summary>Clocks at one moment, the collector's own and the meters'.</summary>
/// <param name="Trust">Whether the collector's own can be believed.</param>
/// <param name="Sync">Whether meters are set.</param>
/// <param name="Measured">Meters whose offset is known.</param>
/// <param name="Furthest">Those furthest off, the worst first.</param>
public sealed record ClockReport(ClockTrust Trust, ClockSync Sync, int Measured, IReadOnlyList<MeterOffset> Furthest);
