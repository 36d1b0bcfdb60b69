namespace AmrCollector.Protocol.Modbus;

/// <summary>The two register tables meters use; the value is the function code that reads it.</summary>
public enum ModbusTable : byte
{
    /// <summary>Holding registers, function 03.</summary>
    Holding = 3,

    /// <summary>Input registers, function 04.</summary>
    Input = 4,
}
