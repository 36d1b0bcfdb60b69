namespace AmrCollector.Models;

/// <summary>How ordered register bytes are read; the written form is lower case: u16, f32, mod10.</summary>
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

    /// <summary>A SunSpec accumulator of 32 bits, unsigned; 0 means it does not count.</summary>
    Acc32,

    /// <summary>A SunSpec accumulator of 64 bits, unsigned, starting again behind 7FFF FFFF FFFF FFFF; 0 means it does not count.</summary>
    Acc64,

    /// <summary>Unsigned BCD, four digits a register, 1 to 7 registers; a nibble above 9 is a fault.</summary>
    Bcd,

    /// <summary>Registers of 0 to 9999 each, the first the LEAST significant (PowerLogic); 2 to 4 registers.</summary>
    Mod10,

    /// <summary>As Mod10, each register -9999 to 9999, all of one sign.</summary>
    SMod10,

    /// <summary>Registers of 0 to 9999 each, the first the MOST significant (ION); 2 to 4 registers.</summary>
    M10K,

    /// <summary>As M10K, each register -9999 to 9999, all of one sign.</summary>
    SM10K,

    /// <summary>BCD YY MM DD hh mm ss, most significant first after ordering; 3 registers, years 2000 to 2099.</summary>
    Time,

    /// <summary>One coil or discrete input: 1 or 0.</summary>
    Bool,

    /// <summary>ASCII, one or two characters a register; 1 to 32 registers.</summary>
    Text,
}
