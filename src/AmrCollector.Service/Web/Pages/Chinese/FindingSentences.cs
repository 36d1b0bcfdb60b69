namespace AmrCollector.Service.Web.Pages.Chinese;

/// <summary>What a difference between a meter and the list most likely means, and how it was decided.</summary>
internal static class FindingSentences
{
    internal static readonly Sentence[] All =
    [
        new("It says it is {}, the list says {}, and no meter of the list has that number: exchanged without an order, or the list is wrong.", "表号为 {0}，档案为 {1}，而档案中没有该表号：未开工单换表，或档案有误。"),
        new("It says it is {}, which the list has as meter {} on line {} at address {}, account {}: the two are most likely crossed.", "表号为 {0}，在档案中是线路 {2} 地址 {3} 的电表 {1}（户号 {4}）：两表很可能接错户。"),
        new("It says it is {}, which the list has as meter {} on line {} at address {}: the two are most likely crossed.", "表号为 {0}，在档案中是线路 {2} 地址 {3} 的电表 {1}：两表很可能接错户。"),
        new("It counts {} pulses a kWh, the list says {}: another meter than the list describes.", "电表常数为 {0} imp/kWh，档案为 {1}：与档案所述不是同一块表。"),
        new("Its current transformer ratio is {}, the list bills with {}: every kWh is multiplied wrong by one of the two.", "电流互感器变比为 {0}，档案按 {1} 计费：两者必有一个使电量倍率有误。"),
        new("Its voltage transformer ratio is {}, the list bills with {}: every kWh is multiplied wrong by one of the two.", "电压互感器变比为 {0}，档案按 {1} 计费：两者必有一个使电量倍率有误。"),
        new("Its values are multiplied by its own ratio {} already, and the list multiplies by {} once more: the list must say 1.", "电表数值已乘自身变比 {0}，档案又乘 {1}：档案须为 1。"),
        new("It closes its billing period on day {u}, the list bills on day {u}.", "电表结算日为 {0} 日，档案抄表例日为 {1} 日。"),
        new("It counts {} tariffs, the list says {}.", "电表有 {0} 个费率，档案为 {1} 个。"),
        new("It says {u}, the list {u}.", "电表为 {0}，档案为 {1}。"),
        new("One source only names where it tells this: compare with its display.", "其取数位置仅有一处资料为据：请与表显核对。"),
        new("accepted by {u}: {u}", "{0} 接受：{1}"),
        new("rejected by {u}: {u}", "{0} 拒绝：{1}"),
        new("withdrawn by {u}: {u}", "{0} 撤销：{1}"),
        new("{} readings since {t} UTC rise from {}, and the last one that stands was {}: most likely the meter was exchanged. Enter the order with the fitter's registers, or find out what else it is.", "自 {1} UTC 起 {0} 次读数由 {2} 递增，而最后有效示数为 {3}：很可能已换表。请按装表人员记录的示数补录工单，或另查原因。"),
    ];
}
