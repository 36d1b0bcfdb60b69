namespace AmrCollector.Simulator.Bus;

/// <summary>How a request was framed.</summary>
internal enum RequestForm
{
    /// <summary>DL/T 645.</summary>
    Dlt645,

    /// <summary>CJ/T 188.</summary>
    Cjt188,

    /// <summary>Modbus RTU.</summary>
    Rtu,

    /// <summary>Modbus ASCII.</summary>
    Ascii,

    /// <summary>Modbus TCP.</summary>
    Mbap,
}
