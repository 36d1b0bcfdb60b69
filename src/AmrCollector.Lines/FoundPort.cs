namespace AmrCollector.Lines;

/// <summary>A serial port of this machine.</summary>
/// <param name="Port">What to open now: <c>/dev/ttyUSB0</c>, <c>COM3</c>.</param>
/// <param name="StableName">A name that stays with the adapter over restarts and replugging, for configuration; the port itself where there is none.</param>
/// <param name="Description">Maker and product of a USB adapter, else the driver; may be empty.</param>
public sealed record FoundPort(string Port, string StableName, string Description)
{
    /// <summary>The line to write into configuration, but for speed and format.</summary>
    public string Line => $"serial:{LineUri.Escaped(StableName)}";
}
