namespace AmrCollector.Models;

/// <summary>How ordered register bytes are read; the written form is lower case: u16, f32.</summary>
public enum ModbusType
{
    /// <summary>Unsigned 16 bits.</summary>
    U16,

    /// <summary>Signed 16 bits.</summary>
    S16,

    /// <summary>Unsigned 32 bits.</summary>
    U32,

    /// <summary>Signed 32 bits.</summary>
    S32,

    /// <summary>Unsigned 64 bits.</summary>
    U64,

    /// <summary>Signed 64 bits.</summary>
    S64,

    /// <summary>IEEE 754 single: widened exactly, then rounded to the item's decimals.</summary>
    F32,

    /// <summary>IEEE 754 double: as F32.</summary>
    F64,
}
