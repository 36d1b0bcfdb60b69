using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Service.Web.Pages;

/// <summary>The words of the trade for what is stored as a number.</summary>
internal static class Terms
{
    internal static string Of(Judgement judgement, bool held, Page page)
    {
        var word = judgement switch
        {
            Judgement.Accept => page.Say("accepted", "接受"),
            Judgement.Suspect => page.Say("suspect", "可疑"),
            Judgement.Reject => page.Say("rejected", "拒绝"),
            _ => page.Say("estimate", "估读"),
        };
        return held ? page.Say($"{word}, held", $"{word}，待复核") : word;
    }

    internal static string Of(Source source, Page page) => source switch
    {
        Source.Settlement => page.Say("settlement", "结算日冻结"),
        Source.DailyFreeze => page.Say("daily freeze", "日冻结"),
        Source.Profile => page.Say("load profile", "负荷曲线"),
        Source.Current => page.Say("at the moment", "实时"),
        Source.Report => page.Say("pushed", "主动上报"),
        Source.Manual => page.Say("read by a person", "人工抄录"),
        Source.Estimate => page.Say("estimate", "估读"),
        _ => source.WireName(),
    };

    internal static string Of(Origin origin, Page page) => origin switch
    {
        Origin.Actual => page.Say("the meter said it", "实抄"),
        Origin.Estimated => page.Say("estimated", "估读"),
        Origin.Substituted => page.Say("filled in between", "插补"),
        Origin.Edited => page.Say("edited by a person", "人工修改"),
        _ => page.Say("missing", "缺数"),
    };

    internal static string Of(MeterStatus status, Page page) => status == MeterStatus.Active ? page.Say("active", "在用") : status.WireName();
}
