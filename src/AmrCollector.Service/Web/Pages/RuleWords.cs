using System.Collections.Frozen;
using AmrCollector.Validation;

namespace AmrCollector.Service.Web.Pages;

/// <summary>What a rule says in a few words, in both languages.</summary>
internal static class RuleWords
{
    private static readonly FrozenDictionary<string, (string English, string Chinese)> Words = new Dictionary<string, (string, string)>
    {
        [RuleId.FirstReading] = ("first reading", "首次读数"),
        [RuleId.Duplicate] = ("read before", "重复读数"),
        [RuleId.Conflict] = ("contradicts another reading", "与已有读数矛盾"),
        [RuleId.Time] = ("wrong date", "时标错误"),
        [RuleId.MeterId] = ("another meter answered", "表号不符"),
        [RuleId.Clock] = ("clock is off", "时钟偏差"),
        [RuleId.Format] = ("not a number", "数据格式错误"),
        [RuleId.Missing] = ("no reading", "缺数"),
        [RuleId.Gap] = ("after a gap", "间隔过长"),
        [RuleId.ReplacesEstimate] = ("replaces an estimate", "替换估读"),
        [RuleId.Jitter] = ("one step back", "末位抖动"),
        [RuleId.Decrease] = ("register fell", "示度下降"),
        [RuleId.Rollover] = ("rolled over", "翻转"),
        [RuleId.Ambiguous] = ("may have rolled over twice", "翻转次数不明"),
        [RuleId.Reset] = ("meter was cleared", "电表清零"),
        [RuleId.Exchange] = ("meter exchanged", "换表"),
        [RuleId.RatioChange] = ("ratio changed", "倍率变更"),
        [RuleId.MaxEnergy] = ("more than it can carry", "飞走"),
        [RuleId.OverCapacity] = ("over contracted power", "超容量"),
        [RuleId.Stopped] = ("stands although power flows", "停走"),
        [RuleId.ZeroRun] = ("a week of zeros", "连续零电量"),
        [RuleId.UsageOnInactive] = ("use on an inactive account", "停用户用电"),
        [RuleId.PowerMismatch] = ("disagrees with power", "电能量超差"),
        [RuleId.TariffSum] = ("tariffs do not add up", "示值不平"),
        [RuleId.TariffAnomaly] = ("tariff out of its hours", "费率异常"),
        [RuleId.ReverseEnergy] = ("reverse energy", "反向电量"),
        [RuleId.Late] = ("came late", "迟到读数"),
        [RuleId.NetExport] = ("fed in more than used", "净上网"),
        [RuleId.HighUsage] = ("far above its usual days", "用电突增"),
        [RuleId.LowUsage] = ("far below its usual days", "用电突减"),
        [RuleId.BillingHiLo] = ("cycle far from last ones", "周期电量异常"),
        [RuleId.Peer] = ("far above its peers", "高于同类用户"),
        [RuleId.Spike] = ("spike", "尖峰"),
        [RuleId.SumCheck] = ("intervals do not add up", "区间和不符"),
        [RuleId.TamperEvent] = ("opened without order", "无工单开盖"),
        [RuleId.Magnetic] = ("magnet at the meter", "磁场干扰"),
        [RuleId.MeteringFault] = ("metering fault", "计量故障"),
        [RuleId.Outage] = ("supply was off", "停电"),
        [RuleId.PowerFactor] = ("low power factor", "功率因数低"),
        [RuleId.Unbalance] = ("unbalanced phases", "三相不平衡"),
        [RuleId.Linear] = ("straight line", "直线插补"),
        [RuleId.LikeDayScaled] = ("like days, scaled", "类似日按比例"),
        [RuleId.LikeDay] = ("like days", "类似日"),
        [RuleId.AverageLoad] = ("daily average", "日均"),
        [RuleId.PriorYear] = ("last year", "去年同期"),
        [RuleId.ClassProfile] = ("profile of its class", "同类曲线"),
        [RuleId.NoEstimate] = ("nothing to estimate from", "无法估算"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A few words; the id where there are none.</summary>
    internal static string Of(string rule, Page page) => Words.TryGetValue(rule, out var words) ? page.Say(words.English, words.Chinese) : rule;

    /// <summary>Tags for the rules of a verdict.</summary>
    internal static void Tags(Page page, IEnumerable<string> rules)
    {
        foreach (var rule in rules) page.Html.Raw("<span class=\"tag\" title=\"").Text(rule).Raw("\">").Text(Of(rule, page)).Raw("</span> ");
    }
}
