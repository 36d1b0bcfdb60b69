using AmrCollector.Models;

namespace AmrCollector.Polling.Search;

/// <summary>A meter that answered a search.</summary>
/// <param name="Protocol">What it speaks.</param>
/// <param name="Address">Twelve digits, or a Modbus unit.</param>
public sealed record FoundMeter(MeterProtocol Protocol, string Address);
