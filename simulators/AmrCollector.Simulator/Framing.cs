namespace AmrCollector.Simulator;

/// <summary>How Modbus frames stand on a serial or transparent line; the written form is lower case.</summary>
public enum Framing
{
    /// <summary>Binary, closed by a CRC.</summary>
    Rtu,

    /// <summary>Hexadecimal digits between a colon and CR LF, closed by an LRC.</summary>
    Ascii,
}
