using System.Globalization;

namespace AmrCollector.Models.Dictionary;

/// <summary>
/// Data of a security frame 03 / 83 behind its identifier, as far as its layout is known (dossier §14.3). Ciphers and MACs are never shown;
/// what an ESAM writes in its own coding comes as bytes.
/// </summary>
internal static class SecurityContent
{
    private static readonly (string, string, string) Operator = ("operator", "操作者代码", "secret:4");
    private static readonly (string, string, string) Amount = ("amount", "购电金额", "hex:4");
    private static readonly (string, string, string) Remaining = ("remaining amount", "剩余金额", "hex:4");
    private static readonly (string, string, string) Count = ("purchase count", "购电次数", "hex:4");
    private static readonly (string, string, string) Customer = ("customer number", "客户编号", "digits:6");
    private static readonly (string, string, string) Mac = ("MAC", "MAC", "secret:4");
    private static readonly (string, string, string) Cipher = ("cipher", "密文", "secret:8");
    private static readonly (string, string, string) Random = ("random number", "随机数", "hex:8");
    private static readonly (string, string, string) Esam = ("ESAM number", "ESAM序列号", "hex:8");
    private static readonly (string, string, string) Key = ("key information", "密钥信息", "hex:4");
    private static readonly (string, string, string)[] File =
        [("length", "数据长度", "hex:2"), ("offset", "相对起始地址", "hex:2"), ("file", "文件标识", "hex:2"), ("directory", "目录标识", "hex:2")];

    internal static IReadOnlyList<FieldValue> Request(uint id, ReadOnlySpan<byte> plain) => id switch
    {
        0x070000FF => Dlt645Content.Layout(plain, Operator, Cipher, Random, ("dispersion factor", "分散因子", "hex:8")),
        0x070001FF => Dlt645Content.Layout(plain, Operator, ("validity in minutes", "认证有效时长", "NNNN"), Mac),
        0x070002FF or 0x078102FF => Dlt645Content.Layout(plain, Operator),
        0x070003FF => Dlt645Content.Layout(plain, Operator, Cipher),
        0x078003FF => Dlt645Content.Layout(plain, Operator, Random),
        0x070101FF or 0x070102FF => Dlt645Content.Layout(plain, Operator, Amount, Count, Mac, Customer, Mac),
        0x078001FF => Dlt645Content.Layout(plain, [Operator, .. File]),
        _ => [.. Dlt645Content.Layout(plain[..Math.Min(4, plain.Length)], Operator), .. Hidden(plain[Math.Min(4, plain.Length)..])],
    };

    internal static IReadOnlyList<FieldValue> Reply(uint id, ReadOnlySpan<byte> plain) => id switch
    {
        0x070000FF => Dlt645Content.Layout(plain, ("random number 2", "随机数2", "hex:4"), Esam),
        0x070002FF => Dlt645Content.Layout(plain, Customer, Remaining, Count, Key),
        0x078003FF => Dlt645Content.Layout(plain, plain.Length == 32 ? ("meter number", "表号", "hex:8") : ("meter number", "表号", "digits:6"), Esam, Cipher, Random),
        0x078001FF when plain.Length > 12 => [.. Dlt645Content.Layout(plain[..8], File), .. Hidden(plain[8..^4]), .. Dlt645Content.Layout(plain[^4..], Mac)],
        0x078102FF => Dlt645Content.Layout(plain, Remaining, Mac, Count, Mac, Customer, Key),
        _ => Hidden(plain),
    };

    private static FieldValue[] Hidden(ReadOnlySpan<byte> plain) => plain.IsEmpty
        ? []
        : [new(new("security data", "安全数据", new(FieldType.Secret, plain.Length, 0, "")), "********", string.Create(CultureInfo.InvariantCulture, $"{plain.Length} bytes, not shown"))];
}
