using System.Text;

namespace AmrCollector.Service.Web;

/// <summary>The words of the status page in one language.</summary>
public sealed record StatusTexts
{
    /// <summary>Language tag of the page.</summary>
    public required string Language { get; init; }

    /// <summary>The link to the other language.</summary>
    public required string Other { get; init; }

    /// <summary>The ledger cannot be written: {0}.</summary>
    public required CompositeFormat LedgerTrouble { get; init; }

    /// <summary>No meter is configured.</summary>
    public required string NothingToRead { get; init; }

    /// <summary>Every line is down.</summary>
    public required string AllDown { get; init; }

    /// <summary>Lines {0} ({1} in all) brought no reading within the objective.</summary>
    public required CompositeFormat Stale { get; init; }

    /// <summary>{0} of {1} lines are down.</summary>
    public required CompositeFormat SomeDown { get; init; }

    /// <summary>{0} of {1} meters do not answer.</summary>
    public required CompositeFormat SomeDead { get; init; }

    /// <summary>Push {0} fails.</summary>
    public required CompositeFormat SinkTrouble { get; init; }

    /// <summary>The collector's own clock is not trusted: {0}.</summary>
    public required CompositeFormat ClockTrouble { get; init; }

    /// <summary>{0} alarms stand, the newest: {1}.</summary>
    public required CompositeFormat Alarms { get; init; }

    /// <summary>{0} of {1} meters have answered so far.</summary>
    public required CompositeFormat Starting { get; init; }

    /// <summary>All {0} lines are up and all {1} meters answer.</summary>
    public required CompositeFormat AllWell { get; init; }

    /// <summary>As of {0}, collecting since {1}.</summary>
    public required CompositeFormat AsOf { get; init; }

    /// <summary>Heading of the lines.</summary>
    public required string Lines { get; init; }

    /// <summary>A line that is up.</summary>
    public required string Up { get; init; }

    /// <summary>A line that is down.</summary>
    public required string Down { get; init; }

    /// <summary>Heading of the ledger.</summary>
    public required string Ledger { get; init; }

    /// <summary>Newest entry.</summary>
    public required string Head { get; init; }

    /// <summary>The ledger has no entry.</summary>
    public required string Empty { get; init; }

    /// <summary>Heading of the listeners.</summary>
    public required string Listeners { get; init; }

    /// <summary>Columns: listener, units there, never came, not registered, refused, moved, unknown, duplicates.</summary>
    public required IReadOnlyList<string> ListenerColumns { get; init; }

    /// <summary>Columns of those that knock: what, unit, from, how often, last.</summary>
    public required IReadOnlyList<string> KnockColumns { get; init; }

    /// <summary>No line is configured for it; another unit of its id is connected.</summary>
    public required (string Unknown, string Duplicate) Knocks { get; init; }

    /// <summary>Heading of the sinks.</summary>
    public required string Sinks { get; init; }

    /// <summary>No push is configured.</summary>
    public required string NoSinks { get; init; }

    /// <summary>Columns: name, target, entries behind, trouble.</summary>
    public required IReadOnlyList<string> SinkColumns { get; init; }

    /// <summary>English.</summary>
    public static StatusTexts English { get; } = new()
    {
        Language = "en",
        Other = "中文",
        LedgerTrouble = CompositeFormat.Parse("The ledger cannot be written: {0}. Readings wait in the meters; none is lost."),
        NothingToRead = "No meter is configured.",
        AllDown = "No line is up: no meter can be read.",
        Stale = CompositeFormat.Parse("No fresh reading from {1} line(s): {0}."),
        SomeDown = CompositeFormat.Parse("{0} of {1} lines are down."),
        SomeDead = CompositeFormat.Parse("{0} of {1} meters do not answer."),
        SinkTrouble = CompositeFormat.Parse("The push to {0} fails; it is retried."),
        ClockTrouble = CompositeFormat.Parse("The collector's own clock is not trusted: {0}. Nothing is judged late or early, and no meter is set."),
        Alarms = CompositeFormat.Parse("Meters are read, but there is an alarm ({0} in all): {1}."),
        Starting = CompositeFormat.Parse("All lines are up; {0} of {1} meters have answered so far."),
        AllWell = CompositeFormat.Parse("All is well: {0} lines are up and all {1} meters answer."),
        AsOf = CompositeFormat.Parse("as of {0}, collecting since {1}"),
        Lines = "Lines",
        Up = "up",
        Down = "down",
        Ledger = "Ledger",
        Head = "newest entry",
        Empty = "no entry yet",
        Listeners = "Dial-in units",
        ListenerColumns = ["listener", "units there", "never came", "registering", "refused", "moved", "unknown", "duplicates"],
        KnockColumns = ["what", "unit", "from", "times", "last"],
        Knocks = ("no line is configured for it", "another unit of this id is connected, and no meter answered here"),
        Sinks = "Feed",
        NoSinks = "No push is configured; the feed can be pulled at",
        SinkColumns = ["sink", "target", "entries behind", "trouble"],
    };

    /// <summary>Chinese.</summary>
    public static StatusTexts Chinese { get; } = new()
    {
        Language = "zh",
        Other = "English",
        LedgerTrouble = CompositeFormat.Parse("账本无法写入：{0}。数据仍在电表中，不会丢失。"),
        NothingToRead = "尚未配置电表。",
        AllDown = "所有线路中断，无法抄表。",
        Stale = CompositeFormat.Parse("{1} 条线路没有新的示数：{0}。"),
        SomeDown = CompositeFormat.Parse("{1} 条线路中有 {0} 条中断。"),
        SomeDead = CompositeFormat.Parse("{1} 块电表中有 {0} 块无应答。"),
        SinkTrouble = CompositeFormat.Parse("推送 {0} 失败，正在重试。"),
        ClockTrouble = CompositeFormat.Parse("采集器自身时钟不可信：{0}。暂不判断早晚，也不校时。"),
        Alarms = CompositeFormat.Parse("抄表正常，但有告警（共 {0} 条）：{1}。"),
        Starting = CompositeFormat.Parse("线路全部正常；{1} 块电表中已有 {0} 块应答。"),
        AllWell = CompositeFormat.Parse("一切正常：{0} 条线路在线，{1} 块电表全部应答。"),
        AsOf = CompositeFormat.Parse("截至 {0}，自 {1} 开始采集"),
        Lines = "线路",
        Up = "在线",
        Down = "中断",
        Ledger = "账本",
        Head = "最新条目",
        Empty = "尚无条目",
        Listeners = "拨入终端",
        ListenerColumns = ["监听", "在线终端", "从未上线", "注册中", "拒绝", "迁移", "未知", "重复"],
        KnockColumns = ["情况", "终端", "来自", "次数", "最近"],
        Knocks = ("未配置线路", "同号终端已在线，且此处无电表应答"),
        Sinks = "数据推送",
        NoSinks = "未配置推送；可从此处拉取：",
        SinkColumns = ["推送", "目标", "滞后条目", "故障"],
    };

    /// <summary>The language a request asks for: <c>?lang=</c> first, then what the browser prefers.</summary>
    public static StatusTexts For(string? query, string? acceptLanguage) => (query ?? acceptLanguage ?? "").StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Chinese : English;
}
