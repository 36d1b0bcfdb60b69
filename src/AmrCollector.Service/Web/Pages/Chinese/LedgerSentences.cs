namespace AmrCollector.Service.Web.Pages.Chinese;

/// <summary>What estimates, revisions, days of intervals, decisions and findings say of an entry.</summary>
internal static class LedgerSentences
{
    internal static readonly Sentence[] All =
    [
        new("No reading of {t}; {w} {} {}.", "{0} 无读数；{1}为 {2} {3}。"),
        new("No reading, and nothing to estimate it from: no number is invented.", "无读数，也无估算依据：不编造数值。"),
        new("No reading, and the meter was exchanged or its ratio changed between the readings around it: no number is invented.", "无读数，且前后读数之间换过表或变更过倍率：不编造数值。"),
        new("No reading. {} billing reads in a row are estimated already: the meter has to be inspected.", "无读数。已连续 {0} 次计费估读：须现场核查电表。"),
        new("Measured anew from {t}.", "自 {0} 重新计量。"),
        new("No reading before it any more.", "其前已无读数。"),
        new("{} of {} intervals are missing.", "{1} 个时段缺 {0} 个。"),
        new("The ratio changed within the day: its intervals are cut there.", "当日倍率变更：时段在该处分割。"),
        new("The ratio changed within the day: its intervals have two multipliers.", "当日倍率变更：时段有两种倍率。"),
        new("The ratio changed while nothing was recorded: nobody knows what of it counts how.", "倍率变更时无记录：无法确定各部分按何倍率计。"),
        new("{} intervals are shares of the register's difference over a gap.", "{0} 个时段由缺数段的示数差分摊。"),
        new("{} substituted intervals were told by the meter later.", "{0} 个插补时段已由电表补报。"),
        new("{} missing intervals became known.", "{0} 个缺数时段已补齐。"),
        new("Of account {u}, x {}: {} intervals of a day that was cut.", "户号 {0}，倍率 {1}：分割日中的 {2} 个时段。"),
        new("The day is cut otherwise now: other entries have these intervals.", "该日已另行分割：这些时段在其他条目中。"),
        new("{} of {} intervals are a person's.", "{1} 个时段中 {0} 个由人工给定。"),
        new("Account {u} ends and {u} begins, and nobody read the register then: it lies between the registers around it.", "户号 {0} 止、{1} 起，当时无人抄表：示数取前后示数之间。"),
        new("The change of account was withdrawn.", "过户工单已撤销。"),
        new("Released by itself: the next two readings are back in band.", "自动放行：其后两次读数已回到正常范围。"),
        new("The estimate was too high for what the meter said next.", "估读高于电表随后的示数。"),
        new("The estimate was too high: the register showed {} when the order was carried out.", "估读偏高：执行工单时示数为 {0}。"),
        new("Gives way to {}.", "让位于 {0}。"),
        new("Held by finding {} until it is settled: {s}", "因核查发现 {0} 暂停，待处理：{1}"),
        new("Not a reading of this meter: {u} rejected it by finding {}: {u}", "不是本表读数：{0} 依核查发现 {1} 拒绝：{2}"),
        new("Released by {u} with finding {}: {u}", "{0} 处理核查发现 {1} 后放行：{2}"),
        new("Accepted by {u}: {u}", "{0} 接受：{1}"),
        new("Rejected by {u}: {u}", "{0} 拒绝：{1}"),
        new("Edited by {u}: {u}", "{0} 修改：{1}"),
        new("{u} {w} {t} UTC: {u}", "{0} 于 {2} UTC {1}：{3}"),
    ];
}
