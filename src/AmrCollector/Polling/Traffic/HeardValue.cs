namespace AmrCollector.Polling.Traffic;

/// <summary>A value that went over a line. Its parts are texts, so that they are the same on every machine.</summary>
/// <param name="At">When the reply began, UTC.</param>
/// <param name="Protocol">What was spoken.</param>
/// <param name="Address">Address or unit of the meter.</param>
/// <param name="Item">OBIS code, identifier, or register.</param>
/// <param name="Name">English name, empty when it is not known.</param>
/// <param name="Value">Exact decimal, time or text; null when there is none.</param>
/// <param name="Unit">Unit symbol, empty for none.</param>
/// <param name="Error">Why there is no value, or the refusal; null when there is one.</param>
public sealed record HeardValue(DateTimeOffset At, string Protocol, string Address, string Item, string Name, string? Value, string Unit, string? Error);
