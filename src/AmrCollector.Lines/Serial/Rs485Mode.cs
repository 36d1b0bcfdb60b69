namespace AmrCollector.Lines.Serial;

/// <summary>Who switches the direction of an RS-485 adapter.</summary>
internal enum Rs485Mode
{
    /// <summary>The adapter itself.</summary>
    Off,

    /// <summary>The driver, in the kernel.</summary>
    Kernel,

    /// <summary>This program, by RTS.</summary>
    Rts,
}
