namespace AmrCollector.Simulator;

/// <summary>What a meter speaks on its wire.</summary>
public enum WireProtocol
{
    /// <summary>DL/T 645-2007.</summary>
    Dlt645,

    /// <summary>DL/T 645-1997: the same frame, other control codes, identifiers of two bytes.</summary>
    Dlt1997,

    /// <summary>CJ/T 188: water and heat.</summary>
    Cjt188,

    /// <summary>Modbus.</summary>
    Modbus,
}
