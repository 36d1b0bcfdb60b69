namespace AmrCollector.Service.Web.Exchanges;

/// <summary>One value of an on-demand read, as `amr read --json` prints it.</summary>
/// <param name="Item">OBIS code, identifier or register, as it was asked.</param>
/// <param name="Value">Exact decimal, text or time; null when there is none.</param>
/// <param name="Unit">Symbol, may be empty.</param>
/// <param name="At">When the reply was complete, UTC; null when none came.</param>
/// <param name="Error">Why there is no value, else null.</param>
public sealed record OnDemandValue(string Item, string? Value, string Unit, DateTimeOffset? At, string? Error);
