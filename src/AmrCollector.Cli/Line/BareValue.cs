namespace AmrCollector.Cli.Line;

/// <summary>A value as it is printed.</summary>
/// <param name="Item">OBIS code, identifier or bit.</param>
/// <param name="Name">What the dictionary calls it, empty for none.</param>
/// <param name="Value">Exact decimal, time or text; null when there is none.</param>
/// <param name="Unit">Unit symbol, empty for none.</param>
/// <param name="Error">Why there is no value; null when there is one.</param>
/// <param name="MeterTime">The time the meter itself gives the value, by its own clock: 2026-10-07T10:15:00; null where there is none.</param>
internal sealed record BareValue(string Item, string Name, string? Value, string Unit, string? Error, string? MeterTime = null);
