namespace AmrCollector.Lines;

/// <summary>The roads of design.md §5.</summary>
public enum LineKind
{
    /// <summary><c>serial:</c> a local port.</summary>
    Serial,

    /// <summary><c>tcp://</c> raw bytes on a socket: DL/T 645 or Modbus RTU behind a transparent box.</summary>
    Tcp,

    /// <summary><c>modbus+tcp://</c> MBAP on a socket.</summary>
    ModbusTcp,

    /// <summary><c>mqtt:</c> raw bytes through an MQTT gateway: DL/T 645 or Modbus RTU behind it.</summary>
    Mqtt,

    /// <summary><c>dialin:</c> raw bytes over a connection that a unit makes to a listener of ours: DL/T 645 or Modbus RTU behind it.</summary>
    DialIn,
}
