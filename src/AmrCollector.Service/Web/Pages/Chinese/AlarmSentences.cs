using System.Collections.Frozen;
using AmrCollector.Events;

namespace AmrCollector.Service.Web.Pages.Chinese;

/// <summary>What the collector says of itself, and how each kind of alarm is called.</summary>
internal static class AlarmSentences
{
    internal static readonly Sentence[] All =
    [
        new("line {u} brought no reading newer than {} h", "线路 {0} 超过 {1} 小时无新读数"),
        new("line {u} brings readings again", "线路 {0} 恢复上数"),
        new("the disk of {u} is {} % full, {} MB are free", "{0} 所在磁盘已用 {1} %，剩余 {2} MB"),
        new("line {u} is open", "线路 {0} 已连通"),
        new("meter {} on line {u} does not answer", "线路 {1} 上的电表 {0} 无应答"),
        new("meter {} on line {u} answers", "线路 {1} 上的电表 {0} 已应答"),
        new("meter {}: its clock is within the limit", "电表 {0}：时钟在限值内"),
        new("the collector's clock can be trusted", "采集器时钟可信"),
        new("the ledger cannot be written: {s}", "账本无法写入：{0}"),
        new("the ledger is written again", "账本恢复写入"),
        new("billing reads are not issued: {s}", "计费读数未能出具：{0}"),
        new("billing reads are issued", "计费读数正常出具"),
        new("collecting began: {} meters on {} lines", "开始采集：{1} 条线路 {0} 块电表"),
        new("collecting ended", "采集结束"),
        new("Meter {} keeps saying {} on {}, read again and again: a fault of the device, not of the line.", "电表 {0} 多次重抄 {2} 均为 {1}：是设备故障，不是通信故障。"),
        new("Meter {}: three billing reads in a row were estimated, the last of {u}. It is not estimated any further; {} orders its inspection.", "电表 {0}：连续三次计费读数为估读，最近一次 {1}。不再估读；已由 {2} 派发现场核查。"),
        new("all {} units are there", "{0} 个终端全部在线"),
        new("{} units are not there, {} of {} are: {u}", "{0} 个终端离线，{2} 个中在线 {1} 个：{3}"),
        new("unit {} of line {} is not there: {s}", "线路 {1} 的终端 {0} 离线：{2}"),
        new("unit {} of line {u} is there", "线路 {1} 的终端 {0} 在线"),
        new("{} units came that were missed; {} of {} are there", "{0} 个离线终端已上线；{2} 个中在线 {1} 个"),
    ];

    private static readonly FrozenDictionary<string, string> Kinds = new Dictionary<string, string>
    {
        [EventKind.LineDown] = "线路中断",
        [EventKind.MeterSilent] = "电表无应答",
        [EventKind.BrokerAway] = "MQTT 服务器断开",
        [EventKind.ListenerDown] = "监听端口故障",
        [EventKind.UnitsAway] = "终端离线",
        [EventKind.DialIn] = "终端拨入",
        [EventKind.SinkTrouble] = "推送失败",
        [EventKind.SinkDisabled] = "推送停用",
        [EventKind.EntryRefused] = "条目被拒收",
        [EventKind.LedgerTrouble] = "账本故障",
        [EventKind.DiskFilling] = "磁盘将满",
        [EventKind.DiskLow] = "磁盘空间不足",
        [EventKind.ClockUntrusted] = "采集器时钟不可信",
        [EventKind.ReadingsStale] = "读数过旧",
        [EventKind.ClockOff] = "电表时钟超差",
        [EventKind.ClockSet] = "电表校时",
        [EventKind.Finding] = "核查发现",
        [EventKind.BillingTrouble] = "计费读数故障",
        [EventKind.Service] = "服务",
        ["deviceFault"] = "设备故障",
        ["inspectionDue"] = "需现场核查",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What a kind of alarm is called; null for one without a name.</summary>
    internal static string? KindOf(string kind) => Kinds.GetValueOrDefault(kind);
}
