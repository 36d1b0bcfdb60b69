namespace AmrCollector.Service.Web.Pages.Chinese;

/// <summary>What is said of clocks, the meters' and the collector's own, and of disks.</summary>
internal static class ClockSentences
{
    internal static readonly Sentence[] All =
    [
        new("meter {}: the meter's clock is {} s off, more than {} s: a person sets it", "电表 {0}：时钟偏差 {1} 秒，超过 {2} 秒：须人工校时"),
        new("the host's clock was moved by {} s, and neither a meter nor the kernel confirms it: the collector goes on by the time before; no meter is set", "主机时钟跳变 {0} 秒，电表和内核均未证实：采集器按原时间继续；不对电表校时"),
        new("the host's clock is {} d after the time when the collector ran last ({t} UTC), and no meter confirms it; nothing is judged late or early, and no meter is set", "主机时钟比采集器上次运行的时间（{1} UTC）晚 {0} 天，没有电表证实；不判迟早，不对电表校时"),
        new("the host's clock is {} h after the time when the collector ran last ({t} UTC), and no meter confirms it; nothing is judged late or early, and no meter is set", "主机时钟比采集器上次运行的时间（{1} UTC）晚 {0} 小时，没有电表证实；不判迟早，不对电表校时"),
        new("the host's clock is {} d before the time when the collector ran last ({t} UTC), and no meter confirms it; nothing is judged late or early, and no meter is set", "主机时钟比采集器上次运行的时间（{1} UTC）早 {0} 天，没有电表证实；不判迟早，不对电表校时"),
        new("the host's clock is {} h before the time when the collector ran last ({t} UTC), and no meter confirms it; nothing is judged late or early, and no meter is set", "主机时钟比采集器上次运行的时间（{1} UTC）早 {0} 小时，没有电表证实；不判迟早，不对电表校时"),
        new("{} of {} meters tell the same other day than the host's clock, and no meter confirms it; nothing is judged late or early, and no meter is set", "{1} 块电表中有 {0} 块的日期一致而与主机时钟不同，没有电表证实主机时钟；不判迟早，不对电表校时"),
        new("{} of {} meters tell the same other day than the host's clock, and no meter confirms it", "{1} 块电表中有 {0} 块的日期一致而与主机时钟不同，没有电表证实主机时钟"),
        new("{} of {} meters disagree with the collector's clock by more than {} s; nothing is judged late or early, and no meter is set", "{1} 块电表中有 {0} 块与采集器时钟相差超过 {2} 秒；不判迟早，不对电表校时"),
        new("the kernel does not call its clock synchronised: start chrony, systemd-timesyncd or ntpd; nothing is judged late or early, and no meter is set", "内核时钟未同步：请启动 chrony、systemd-timesyncd 或 ntpd；不判迟早，不对电表校时"),
        new("{} of {} meters disagree with the collector's clock by more than {} s", "{1} 块电表中有 {0} 块与采集器时钟相差超过 {2} 秒"),
        new("the kernel does not call its clock synchronised: start chrony, systemd-timesyncd or ntpd", "内核时钟未同步：请启动 chrony、systemd-timesyncd 或 ntpd"),
        new("the host's clock is {} d after the time when the collector ran last ({t} UTC), and no meter confirms it", "主机时钟比采集器上次运行的时间（{1} UTC）晚 {0} 天，没有电表证实"),
        new("the host's clock is {} h after the time when the collector ran last ({t} UTC), and no meter confirms it", "主机时钟比采集器上次运行的时间（{1} UTC）晚 {0} 小时，没有电表证实"),
        new("the host's clock is {} d before the time when the collector ran last ({t} UTC), and no meter confirms it", "主机时钟比采集器上次运行的时间（{1} UTC）早 {0} 天，没有电表证实"),
        new("the host's clock is {} h before the time when the collector ran last ({t} UTC), and no meter confirms it", "主机时钟比采集器上次运行的时间（{1} UTC）早 {0} 小时，没有电表证实"),
        new("the kernel does not call its clock synchronised: start chrony, systemd-timesyncd or ntpd; no meter is set", "内核时钟未同步：请启动 chrony、systemd-timesyncd 或 ntpd；不对电表校时"),
        new("Its clock was set at {t} UTC: {} s before, {} s after.", "{0} UTC 校时：校前偏差 {1} 秒，校后 {2} 秒。"),
        new("Its clock may have been set at {t} UTC: {} s before, and no answer after.", "{0} UTC 可能已校时：校前偏差 {1} 秒，校后无应答。"),
        new("Its clock may have been set by {u} at {t} UTC ({u}).", "{0} 于 {1} UTC 可能已校时（{2}）。"),
        new("Its clock was right: {} s before, {} s after.", "时钟本来准确：校前偏差 {0} 秒，校后 {1} 秒。"),
        new("Its clock was not set by 08: {} s before, {} s after.", "广播校时未生效：校前偏差 {0} 秒，校后 {1} 秒。"),
    ];
}
