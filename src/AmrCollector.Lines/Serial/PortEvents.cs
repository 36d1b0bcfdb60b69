namespace AmrCollector.Lines.Serial;

/// <summary>What a port's thread waits for.</summary>
[Flags]
internal enum PortEvents
{
    /// <summary>Nothing but a wake-up.</summary>
    None = 0,

    /// <summary>Bytes have arrived.</summary>
    Readable = 1,

    /// <summary>The system takes bytes again.</summary>
    Writable = 2,
}
