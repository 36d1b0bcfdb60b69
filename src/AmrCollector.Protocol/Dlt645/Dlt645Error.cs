namespace AmrCollector.Protocol.Dlt645;

/// <summary>The error byte of a refusal in words (DL/T 645-2007, Annex C; dossier §8, §15.1).</summary>
public static class Dlt645Error
{
    /// <summary>Bit 1: the meter does not have this identifier. Do not ask again.</summary>
    public const byte NoSuchData = 0x02;

    /// <summary>Bit 2: wrong password, not authorised, or the programming key is not pressed.</summary>
    public const byte NotAuthorised = 0x04;

    private const ushort ControlFailed = 0x8000;

    private static readonly (string English, string Chinese)[] Bits2007 =
    [
        ("other error", "其他错误"),
        ("no requested data", "无请求数据"),
        ("wrong password or not authorised", "密码错/未授权"),
        ("speed cannot be changed", "通信速率不能更改"),
        ("too many year zones", "年时区数超"),
        ("too many day periods", "日时段数超"),
        ("too many tariffs", "费率数超"),
        ("reserved bit 7", "保留位"),
    ];

    private static readonly (string English, string Chinese)[] Bits1997 =
    [
        ("illegal data", "非法数据"),
        ("no such identifier", "数据标识错"),
        ("wrong password", "密码错"),
        ("reserved bit 3", "保留位"),
        ("too many year zones", "年时区数超"),
        ("too many day periods", "日时段数超"),
        ("too many tariffs", "费率数超"),
        ("reserved bit 7", "保留位"),
    ];

    private static readonly (string English, string Chinese)[] BitsSecurity =
    [
        ("other error", "其他错误"),
        ("recharge repeated", "重复充值"),
        ("ESAM check failed", "ESAM验证失败"),
        ("identity authentication failed", "身份认证失败"),
        ("customer number does not match", "客户编号不匹配"),
        ("recharge count wrong", "充值次数错误"),
        ("purchase above the hoard limit", "购电超囤积"),
        ("address error", "地址异常"),
        ("suspended", "挂起"),
    ];

    private static readonly (string English, string Chinese)[] BitsControl =
    [
        ("suspended", "挂起"),
        ("MAC wrong", "MAC校验错误"),
        ("wrong password or not authorised", "密码错/未授权"),
        ("authentication timed out", "身份认证失效"),
        ("time tag invalid", "时间标签无效"),
        ("trip failed: power is kept on", "跳闸失败(保电)"),
        ("pre-trip failed: power is kept on", "预跳闸失败(保电)"),
        ("pre-trip time invalid", "预跳闸时间无效"),
        ("already tripped", "已跳闸"),
    ];

    /// <summary>English words for every bit set: "no requested data".</summary>
    public static string English(byte error, Dlt645Edition edition = Dlt645Edition.V2007) =>
        string.Join(", ", Of(error, edition == Dlt645Edition.V1997 ? Bits1997 : Bits2007).Select(bit => bit.English));

    /// <summary>Chinese words for every bit set: 无请求数据.</summary>
    public static string Chinese(byte error, Dlt645Edition edition = Dlt645Edition.V2007) =>
        string.Join('、', Of(error, edition == Dlt645Edition.V1997 ? Bits1997 : Bits2007).Select(bit => bit.Chinese));

    /// <summary>English words for the security error word SERR of a C3 reply.</summary>
    public static string SecurityEnglish(ushort error) => string.Join(", ", Of(error, BitsSecurity).Select(bit => bit.English));

    /// <summary>Chinese words for the security error word SERR of a C3 reply.</summary>
    public static string SecurityChinese(ushort error) => string.Join('、', Of(error, BitsSecurity).Select(bit => bit.Chinese));

    /// <summary>True when the result word of a control 1CH (2 bytes, DC or 9C) says that it was not done (dossier §14.4).</summary>
    public static bool IsControlFailure(ushort result) => (result & ControlFailed) != 0;

    /// <summary>English words for the result word of a control 1CH.</summary>
    public static string ControlEnglish(ushort result) => string.Join(", ", OfControl(result).Select(bit => bit.English));

    /// <summary>Chinese words for the result word of a control 1CH.</summary>
    public static string ControlChinese(ushort result) => string.Join('、', OfControl(result).Select(bit => bit.Chinese));

    private static IEnumerable<(string English, string Chinese)> OfControl(ushort result)
    {
        if (IsControlFailure(result)) return Of(result & ~ControlFailed, BitsControl).DefaultIfEmpty(("failed", "执行失败"));
        return ((result & 0x0400) != 0, (result & 0x0800) != 0) switch
        {
            (true, _) => [("done: alarm on", "报警成功")],
            (_, true) => [("done: alarm off", "报警解除成功")],
            _ => [("done", "执行成功")],
        };
    }

    private static IEnumerable<(string English, string Chinese)> Of(int error, (string English, string Chinese)[] bits) =>
        error == 0 ? [("no error bit set", "无错误位")] : bits.Where((_, bit) => (error & (1 << bit)) != 0);
}
