using AmrCollector.Models;

namespace AmrCollector.Polling.Search;

/// <summary>A meter that answered a search.</summary>
/// <param name="Protocol">What it speaks.</param>
/// <param name="Address">Twelve digits, type and fourteen digits of CJ/T 188, or a Modbus unit.</param>
/// <param name="Note">What is odd about it, else null.</param>
public sealed record FoundMeter(MeterProtocol Protocol, string Address, string? Note = null)
{
    /// <summary>What it says of itself, null when it was not asked or tells nothing.</summary>
    public string? Identity { get; init; }
}
