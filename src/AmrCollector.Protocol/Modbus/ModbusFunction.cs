namespace AmrCollector.Protocol.Modbus;

/// <summary>Function codes (Modbus Application Protocol V1.1b3, 6; dossier modbus.md §2).</summary>
public static class ModbusFunction
{
    /// <summary>Read 1..2000 coils.</summary>
    public const byte ReadCoils = 0x01;

    /// <summary>Read 1..2000 discrete inputs.</summary>
    public const byte ReadDiscreteInputs = 0x02;

    /// <summary>Read 1..125 holding registers.</summary>
    public const byte ReadHolding = 0x03;

    /// <summary>Read 1..125 input registers.</summary>
    public const byte ReadInput = 0x04;

    /// <summary>Write one coil.</summary>
    public const byte WriteCoil = 0x05;

    /// <summary>Write one register.</summary>
    public const byte WriteRegister = 0x06;

    /// <summary>Read the eight exception status bits (serial line only).</summary>
    public const byte ReadExceptionStatus = 0x07;

    /// <summary>Diagnostics; sub-function 0 returns what was sent.</summary>
    public const byte Diagnostics = 0x08;

    /// <summary>Write 1..1968 coils.</summary>
    public const byte WriteCoils = 0x0F;

    /// <summary>Write 1..123 registers.</summary>
    public const byte WriteRegisters = 0x10;

    /// <summary>Report server id (serial line only by the standard).</summary>
    public const byte ReportServerId = 0x11;

    /// <summary>Read file records.</summary>
    public const byte ReadFile = 0x14;

    /// <summary>Write file records.</summary>
    public const byte WriteFile = 0x15;

    /// <summary>Mask write of one register.</summary>
    public const byte MaskWrite = 0x16;

    /// <summary>Write registers, then read registers, in one request.</summary>
    public const byte ReadWriteRegisters = 0x17;

    /// <summary>Encapsulated interface; <see cref="DeviceIdentification"/> is its kind 0E.</summary>
    public const byte Encapsulated = 0x2B;

    /// <summary>The MEI type of read device identification.</summary>
    public const byte DeviceIdentification = 0x0E;

    /// <summary>Set in the function code of an exception.</summary>
    public const byte ExceptionBit = 0x80;
}
