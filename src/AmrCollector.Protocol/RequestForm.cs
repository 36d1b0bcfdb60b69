namespace AmrCollector.Protocol;

/// <summary>How a request is framed.</summary>
public enum RequestForm
{
    /// <summary>None that is known here.</summary>
    Unknown,

    /// <summary>DL/T 645, either edition.</summary>
    Dlt645,

    /// <summary>CJ/T 188.</summary>
    Cjt188,

    /// <summary>Modbus RTU, on a bus or a socket.</summary>
    Rtu,

    /// <summary>Modbus ASCII.</summary>
    Ascii,

    /// <summary>Modbus TCP.</summary>
    Mbap,
}
