using System.Collections.Frozen;

namespace AmrCollector.Protocol.Dlt645;

/// <summary>Control bytes in words (dossier §3, §15.1).</summary>
public static class ControlCode
{
    private static readonly FrozenDictionary<byte, (string English, string Chinese)> Names2007 = new Dictionary<byte, (string, string)>
    {
        [0x00] = ("reserved", "保留"),
        [Dlt645Function.Security] = ("security authentication", "安全认证"),
        [0x06] = ("active report", "主动上报"),
        [Dlt645Function.BroadcastTime] = ("broadcast time", "广播校时"),
        [Dlt645Function.Read] = ("read data", "读数据"),
        [Dlt645Function.ReadNext] = ("read following data", "读后续数据"),
        [Dlt645Function.ReadAddress] = ("read address", "读通信地址"),
        [Dlt645Function.Write] = ("write data", "写数据"),
        [Dlt645Function.WriteAddress] = ("write address", "写通信地址"),
        [Dlt645Function.Freeze] = ("freeze", "冻结"),
        [Dlt645Function.ChangeSpeed] = ("change speed", "更改通信速率"),
        [Dlt645Function.ChangePassword] = ("change password", "修改密码"),
        [Dlt645Function.ClearDemand] = ("clear maximum demand", "最大需量清零"),
        [Dlt645Function.ClearMeter] = ("clear meter", "电表清零"),
        [Dlt645Function.ClearEvents] = ("clear events", "事件清零"),
        [Dlt645Function.Control] = ("relay, alarm or keep-power control", "跳合闸、报警、保电"),
        [Dlt645Function.Output] = ("multifunction output", "多功能端子输出"),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<byte, (string English, string Chinese)> Names1997 = new Dictionary<byte, (string, string)>
    {
        [Dlt645Function.Read97] = ("read data", "读数据"),
        [Dlt645Function.ReadNext97] = ("read following data", "读后续数据"),
        [Dlt645Function.ReadAgain97] = ("read again", "重读数据"),
        [Dlt645Function.Write97] = ("write data", "写数据"),
        [Dlt645Function.BroadcastTime] = ("broadcast time", "广播校时"),
        [Dlt645Function.WriteAddress97] = ("write address", "写设备地址"),
        [Dlt645Function.ChangeSpeed97] = ("change speed", "更改通信速率"),
        [Dlt645Function.ChangePassword97] = ("change password", "修改密码"),
        [Dlt645Function.ClearDemand97] = ("clear maximum demand", "最大需量清零"),
    }.ToFrozenDictionary();

    /// <summary>What the function of <paramref name="control"/> does, in English.</summary>
    public static string English(byte control, Dlt645Edition edition = Dlt645Edition.V2007) => Name(control, edition).English;

    /// <summary>What the function of <paramref name="control"/> does, in Chinese.</summary>
    public static string Chinese(byte control, Dlt645Edition edition = Dlt645Edition.V2007) => Name(control, edition).Chinese;

    /// <summary>True when the function belongs to <paramref name="edition"/>.</summary>
    public static bool IsKnown(byte control, Dlt645Edition edition) => Names(edition).ContainsKey((byte)(control & 0x1F));

    private static (string English, string Chinese) Name(byte control, Dlt645Edition edition) =>
        Names(edition).TryGetValue((byte)(control & 0x1F), out var name) ? name : ($"vendor function {control & 0x1F:X2}", $"厂家功能{control & 0x1F:X2}");

    private static FrozenDictionary<byte, (string English, string Chinese)> Names(Dlt645Edition edition) =>
        edition == Dlt645Edition.V1997 ? Names1997 : Names2007;
}
