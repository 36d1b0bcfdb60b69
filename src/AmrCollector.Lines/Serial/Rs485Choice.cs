namespace AmrCollector.Lines.Serial;

/// <summary>Decides how the direction of an RS-485 adapter is switched. Pure: the caller asks the driver.</summary>
internal static class Rs485Choice
{
    /// <summary>
    /// The mode for the option <paramref name="wanted"/>: "off", "rts", "kernel", or "auto", which is the kernel's where the driver has it, RTS
    /// elsewhere. <paramref name="setKernel"/> asks the driver and returns 0 or its error; it is called only when that matters. Null when the
    /// kernel's mode was demanded and refused.
    /// </summary>
    internal static Rs485Mode? Of(string wanted, Func<int> setKernel) => wanted switch
    {
        "off" => Rs485Mode.Off,
        "rts" => Rs485Mode.Rts,
        "kernel" => setKernel() == 0 ? Rs485Mode.Kernel : null,
        _ => setKernel() == 0 ? Rs485Mode.Kernel : Rs485Mode.Rts,
    };
}
