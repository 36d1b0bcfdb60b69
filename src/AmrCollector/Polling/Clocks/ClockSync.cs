namespace AmrCollector.Polling.Clocks;

/// <summary>Whether the service sets meters' clocks by itself.</summary>
public enum ClockSync
{
    /// <summary>Never.</summary>
    Off,

    /// <summary>Each meter that is off, by 08 to its own address.</summary>
    Meter,

    /// <summary>All meters of a line at once, by 08 to everybody; every one of them must grant it.</summary>
    Broadcast,
}
