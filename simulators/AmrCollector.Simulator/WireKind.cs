namespace AmrCollector.Simulator;

/// <summary>What carries a simulated line; the written form is lower case.</summary>
public enum WireKind
{
    /// <summary>A pseudo terminal, a serial port to the collector. Where there are none it becomes <see cref="Tcp"/>.</summary>
    Pty,

    /// <summary>A transparent serial server: RTU or DL/T 645 bytes on a socket.</summary>
    Tcp,

    /// <summary>A Modbus TCP gateway with units behind it.</summary>
    Mbap,

    /// <summary>An MQTT gateway with a bus behind it.</summary>
    Mqtt,

    /// <summary>A unit that dials in to the collector's listener: RTU or DL/T 645 bytes on the connection it makes.</summary>
    DialIn,
}
