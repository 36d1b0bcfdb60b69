namespace AmrCollector.Protocol.Modbus;

/// <summary>The tables of a device; the value is the function code that reads it.</summary>
public enum ModbusTable : byte
{
    /// <summary>Coils, function 01: single bits that can be written.</summary>
    Coil = 1,

    /// <summary>Discrete inputs, function 02: single bits.</summary>
    Discrete = 2,

    /// <summary>Holding registers, function 03.</summary>
    Holding = 3,

    /// <summary>Input registers, function 04.</summary>
    Input = 4,
}
