namespace AmrCollector.Models;

/// <summary>Facts about <see cref="ModbusType"/>.</summary>
public static class ModbusTypes
{
    /// <summary>Registers a value takes, where the model does not say otherwise.</summary>
    public static int Registers(this ModbusType type) => type switch
    {
        ModbusType.U16 or ModbusType.S16 or ModbusType.Bool => 1,
        ModbusType.U64 or ModbusType.S64 or ModbusType.F64 or ModbusType.Acc64 => 4,
        ModbusType.Mod10 or ModbusType.SMod10 or ModbusType.M10K or ModbusType.SM10K => 4,
        ModbusType.Time => 3,
        ModbusType.Text => 8,
        _ => 2,
    };

    /// <summary>The fewest and the most registers a value of this type may take.</summary>
    public static (int Least, int Most) Widths(this ModbusType type) => type switch
    {
        ModbusType.Bcd => (1, 7),
        ModbusType.Text => (1, 32),
        _ when type.IsModulo() => (2, 4),
        _ => (type.Registers(), type.Registers()),
    };

    /// <summary>True for the four types of registers that count to 9999.</summary>
    public static bool IsModulo(this ModbusType type) => type is ModbusType.Mod10 or ModbusType.SMod10 or ModbusType.M10K or ModbusType.SM10K;

    /// <summary>True for singles and doubles.</summary>
    public static bool IsFloat(this ModbusType type) => type is ModbusType.F32 or ModbusType.F64;

    /// <summary>"u16", "mod10", "text".</summary>
    public static string WireName(this ModbusType type) => type.ToString().ToLowerInvariant();
}
