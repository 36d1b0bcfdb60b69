using AmrCollector.Metering;

namespace AmrCollector.Polling.Clocks;

/// <summary>The item under which measured offsets are kept.</summary>
public static class ClockItem
{
    /// <summary>A meter's clock against the collector's, in seconds; positive when the meter is ahead.</summary>
    public static ObisCode Offset => Translation.ClockOffset;
}
