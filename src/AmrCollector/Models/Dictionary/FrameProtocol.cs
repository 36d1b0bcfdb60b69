namespace AmrCollector.Models.Dictionary;

/// <summary>What a frame may speak, as `--protocol` writes it.</summary>
public static class FrameProtocol
{
    /// <summary>DL/T 645-2007.</summary>
    public const string Dlt645V2007 = "dlt645-2007";

    /// <summary>DL/T 645-1997.</summary>
    public const string Dlt645V1997 = "dlt645-1997";

    /// <summary>Modbus on a serial line or tunnelled unchanged.</summary>
    public const string ModbusRtu = "modbus-rtu";

    /// <summary>Modbus with an MBAP header.</summary>
    public const string ModbusTcp = "modbus-tcp";

    /// <summary>Either form of Modbus, told by its structure.</summary>
    public const string Modbus = "modbus";

    /// <summary>CJ/T 188: water, heat and gas meters.</summary>
    public const string Cjt188 = "cjt188";

    /// <summary>Each of them, without the undecided <see cref="Modbus"/>.</summary>
    public static IReadOnlyList<string> All { get; } = [Dlt645V2007, Dlt645V1997, ModbusRtu, ModbusTcp, Cjt188];
}
