namespace AmrCollector.Models;

/// <summary>Facts about <see cref="ModbusType"/>.</summary>
public static class ModbusTypes
{
    /// <summary>Registers a value takes: 1, 2 or 4.</summary>
    public static int Registers(this ModbusType type) => type switch
    {
        ModbusType.U16 or ModbusType.S16 => 1,
        ModbusType.U64 or ModbusType.S64 or ModbusType.F64 => 4,
        _ => 2,
    };
}
