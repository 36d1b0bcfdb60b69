namespace AmrCollector.Models;

/// <summary>What a model speaks.</summary>
public enum MeterProtocol
{
    /// <summary>DL/T 645-2007; written "dlt645-2007".</summary>
    Dlt645V2007,

    /// <summary>DL/T 645-1997; written "dlt645-1997".</summary>
    Dlt645V1997,

    /// <summary>Modbus RTU or TCP, by the line; written "modbus".</summary>
    Modbus,

    /// <summary>CJ/T 188: water, heat and gas meters on the same lines; written "cjt188".</summary>
    Cjt188,
}
