using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Models.Dictionary;

/// <summary>What the data field holds behind the identifier, by control code (dossier §5, §15.1).</summary>
internal static class Dlt645Content
{
    private static readonly (string, string, string) Level = ("authority level", "权限", "hex:1");
    private static readonly (string, string, string) Password = ("password", "密码", "secret:3");
    private static readonly (string, string, string) Operator = ("operator", "操作者代码", "secret:4");
    private static readonly (string, string, string) Address = ("address", "通信地址", "digits:6");
    private static readonly (string, string, string) Sequence = ("sequence", "帧序号", "hex:1");
    private static readonly (string, string, string) Clock = ("time", "时间", "YYMMDDhhmmss");

    internal static IReadOnlyList<FieldValue> Read(byte control, Dlt645Edition edition, DictionaryEntry? entry, ReadOnlySpan<byte> plain, bool hasId) =>
        edition == Dlt645Edition.V1997 ? Read97(control, entry, plain, hasId) : Read07(control, entry, plain, hasId);

    private static IReadOnlyList<FieldValue> Read07(byte control, DictionaryEntry? entry, ReadOnlySpan<byte> plain, bool hasId) => (control & 0x9F) switch
    {
        0x11 => Layout(plain, ("records", "记录块数", "NN"), ("from", "起始时间", "YYMMDDhhmm")),
        0x91 when hasId => DataReader.Read(entry, plain),
        0x12 => Layout(plain, Sequence),
        0x92 when hasId && plain.Length > 0 => [.. Layout(plain[..^1], ("part of the data", "后续数据", $"hex:{plain.Length - 1}")), .. Layout(plain[^1..], Sequence)],
        0x14 => [.. Layout(plain[..Math.Min(8, plain.Length)], Level, Password, Operator), .. DataReader.Read(entry, plain[Math.Min(8, plain.Length)..])],
        0x08 => Layout(plain, Clock),
        0x93 or 0x15 => Layout(plain, Address),
        0x16 => CommandWords.Freeze(plain),
        0x17 or 0x97 => CommandWords.Speed(plain, CommandWords.Speeds2007),
        0x18 => Layout(plain, Level, Password, ("new authority level", "新权限", "hex:1"), ("new password", "新密码", "secret:3")),
        0x98 => Layout(plain, Level, Password),
        0x19 or 0x1A => Layout(plain, Level, Password, Operator),
        0x1B => Layout(plain, Level, Password, Operator, ("events", "事件标识", "hex:4")),
        0x1C => CommandWords.Control(Layout(plain, Level, Password, Operator, ("command", "控制命令类型", "hex:1"), ("delay", "延时", "hex:1"), ("valid until", "命令有效截止时间", "YYMMDDhhmmss"))),
        0x1D or 0x9D => CommandWords.Output(plain),
        _ => Layout(plain),
    };

    private static IReadOnlyList<FieldValue> Read97(byte control, DictionaryEntry? entry, ReadOnlySpan<byte> plain, bool hasId) => (control & 0x9F) switch
    {
        0x81 or 0x82 or 0x83 or 0x91 when hasId => DataReader.Read(entry, plain),
        0x04 => [.. Layout(plain[..Math.Min(4, plain.Length)], Level, Password), .. DataReader.Read(entry, plain[Math.Min(4, plain.Length)..])],
        0x08 => Layout(plain, Clock),
        0x0A => Layout(plain, Address),
        0x0C or 0x8C => CommandWords.Speed(plain, CommandWords.Speeds1997),
        0x0F => Layout(plain, Level, Password, ("new authority level", "新权限", "hex:1"), ("new password", "新密码", "secret:3")),
        0x8F => Layout(plain, Level, Password),
        _ => Layout(plain),
    };

    /// <summary>Fields one after the other as far as the bytes go; what is left comes raw.</summary>
    internal static List<FieldValue> Layout(ReadOnlySpan<byte> plain, params ReadOnlySpan<(string Name, string NameZh, string Format)> fields)
    {
        List<FieldValue> values = [];
        foreach (var (name, nameZh, format) in fields)
        {
            DictionaryField field = new(name, nameZh, FieldFormat.Parse(format));
            if (plain.Length < field.Width || field.Width == 0) break;
            values.Add(FieldReader.Read(field, plain[..field.Width]));
            plain = plain[field.Width..];
        }

        if (!plain.IsEmpty) values.Add(new(new("data", "数据", new(FieldType.Hex, plain.Length, 0, "")), FieldReader.HighFirst(plain), "high byte first"));
        return values;
    }
}
