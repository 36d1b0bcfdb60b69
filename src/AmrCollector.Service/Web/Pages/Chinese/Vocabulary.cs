using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace AmrCollector.Service.Web.Pages.Chinese;

/// <summary>Words that stand as values in sentences: what a meter recorded, what kind of day it was.</summary>
internal static class Vocabulary
{
    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>
    {
        ["Cover opened"] = "开盖",
        ["Terminal cover opened"] = "开端钮盖",
        ["Programmed"] = "编程",
        ["Magnetic field"] = "磁场",
        ["Voltage lost"] = "失压",
        ["Phase lost"] = "断相",
        ["Current lost"] = "失流",
        ["Current reversed"] = "电流反极性",
        ["Supply off"] = "停电",
        ["Cleared"] = "清零",
        ["Power factor below 0.3"] = "功率因数低于0.3",
        ["Severely unbalanced load"] = "负荷严重不平衡",
        ["Unbalanced load"] = "负荷不平衡",
        ["exchanged"] = "更换",
        ["given another ratio"] = "变更倍率",
        ["fast"] = "快",
        ["slow"] = "慢",
        ["day"] = "日",
        ["working day"] = "工作日",
        ["day of rest"] = "休息日",
        ["disconnected"] = "已停电",
        ["vacant"] = "空置",
        ["removed"] = "已拆除",
        ["the check meter makes"] = "按副表推算",
        ["a straight line between the registers around it makes"] = "按前后示数直线内插",
        ["like days scaled to the registers around it make"] = "按类似日比例分摊前后示数差",
        ["the latest like days had"] = "按最近类似日",
        ["the average of the days before makes"] = "按此前日均",
        ["the same month last year makes"] = "按去年同月",
        ["the customer class makes"] = "按同类用户",
        ["settlement"] = "结算日冻结",
        ["dailyFreeze"] = "日冻结",
        ["profile"] = "负荷曲线",
        ["current"] = "实时",
        ["report"] = "主动上报",
        ["manual"] = "人工抄录",
        ["estimate"] = "估读",
        ["none"] = "无",
        ["nothing"] = "空",
        ["accepted it"] = "已接受",
        ["rejected it"] = "已拒绝",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Any of the words, for a pattern; longer ones first.</summary>
    internal static string Any { get; } = string.Join('|', Words.Keys.OrderByDescending(word => word.Length).Select(Regex.Escape));

    /// <summary>The word in Chinese; what is no word of these stays as it is.</summary>
    internal static string Of(string told) => Words.GetValueOrDefault(told, told);
}
