namespace AmrCollector.Protocol.Modbus;

/// <summary>Exception codes in words (dossier modbus.md §2).</summary>
public static class ModbusException
{
    /// <summary>01: the device does not have this function.</summary>
    public const byte IllegalFunction = 0x01;

    /// <summary>02: the device does not have these registers.</summary>
    public const byte IllegalAddress = 0x02;

    /// <summary>03: the device does not take this count or value.</summary>
    public const byte IllegalValue = 0x03;

    /// <summary>04: the device failed.</summary>
    public const byte DeviceFailure = 0x04;

    /// <summary>05: accepted, takes long.</summary>
    public const byte Acknowledge = 0x05;

    /// <summary>06: busy.</summary>
    public const byte Busy = 0x06;

    /// <summary>0A: the gateway has no path.</summary>
    public const byte GatewayPath = 0x0A;

    /// <summary>0B: the unit behind the gateway is silent; the connection is not to blame.</summary>
    public const byte GatewayTargetSilent = 0x0B;

    /// <summary>English words for <paramref name="code"/>.</summary>
    public static string English(byte code) => Name(code).English;

    /// <summary>Chinese words for <paramref name="code"/>.</summary>
    public static string Chinese(byte code) => Name(code).Chinese;

    private static (string English, string Chinese) Name(byte code) => code switch
    {
        IllegalFunction => ("illegal function", "非法功能"),
        IllegalAddress => ("illegal data address", "非法数据地址"),
        IllegalValue => ("illegal data value", "非法数据值"),
        DeviceFailure => ("device failure", "设备故障"),
        Acknowledge => ("acknowledge, still working", "确认，处理中"),
        Busy => ("device busy", "设备忙"),
        0x07 => ("negative acknowledge", "否定确认"),
        0x08 => ("memory parity error", "存储奇偶错"),
        GatewayPath => ("gateway path unavailable", "网关路径不可用"),
        GatewayTargetSilent => ("gateway target did not respond", "网关目标无响应"),
        _ => ($"exception {code:X2}", $"异常{code:X2}"),
    };
}
