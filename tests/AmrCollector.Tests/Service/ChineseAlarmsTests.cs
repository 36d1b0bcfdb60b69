using System.Text.RegularExpressions;
using AmrCollector.Findings;
using AmrCollector.Metering;
using AmrCollector.Polling.Clocks;
using AmrCollector.Service.Web.Pages.Chinese;

namespace AmrCollector.Tests.Service;

/// <summary>What listeners, brokers, lines, clocks and findings say reads in Chinese to its last word; names, numbers and addresses stay.</summary>
public sealed partial class ChineseAlarmsTests
{
    private static readonly Meter Listed = new() { Id = new("m1"), Number = "000003104477", Constant = 1200, Ct = 20, Pt = 1, ReadingDays = [1], Tariffs = 4, Line = "riser-1", Address = "000003104477" };
    private static readonly Meter Other = Listed with { Id = new("m2"), Number = "000003104488", Account = "A-7", Address = "000003104488" };

    [Theory]
    [InlineData("listens on 0.0.0.0:9600 with TLS", "正在监听 0.0.0.0:9600（TLS）")]
    [InlineData("0.0.0.0:9600 cannot be listened on: 13; it is tried again every 30s", "无法监听 0.0.0.0:9600：13；每 30s 重试一次")]
    [InlineData("10.0.0.9 was refused: its address is in no network of 'allow'", "10.0.0.9 被拒绝：其地址不在 allow 的任何网段内")]
    [InlineData("10.0.0.9 was refused: it did not register within 30s; it had sent nothing", "10.0.0.9 被拒绝：30s 内未注册；已收到空")]
    [InlineData("10.0.0.9 was refused: it sent 16 bytes that are no registration packet, first 474554202F, and more without end", "10.0.0.9 被拒绝：收到16 字节，不是注册包，开头 474554202F，且不停发送")]
    [InlineData("unit AMR-000031 of line farm is not there: the unit is gone: nothing came from it for 5m", "线路 farm 的终端 AMR-000031 离线：终端已离线：5m 内未收到任何数据")]
    [InlineData("unit AMR-000031 of line farm has come and gone 5 times within 10m: it closed the connection", "线路 farm 的终端 AMR-000031 在 10m 内上下线 5 次：对方关闭了连接")]
    [InlineData("10.0.0.9 says it is unit AMR-000031 of line farm, which is connected from elsewhere, but nothing could be read there within 20s; it was dropped and the other goes on", "10.0.0.9 自称线路 farm 的终端 AMR-000031，而该终端已从别处连接，但20s 内未能抄读；该连接被断开，原连接继续")]
    [InlineData("connected to mqtts://10.0.0.5:8883, which kept our session", "已连接 mqtts://10.0.0.5:8883，会话已保留")]
    [InlineData("10.0.0.5:8883 refuses the session: user name or password is wrong", "10.0.0.5:8883 拒绝会话：用户名或密码错误")]
    [InlineData("10.0.0.5:8883 ended the connection: another client took over the session; client ids must be unique", "10.0.0.5:8883 结束了连接：会话被另一客户端接管；客户端标识必须唯一")]
    [InlineData("10.0.3.7:4001 did not answer within 10s; check power, cable and address", "10.0.3.7:4001 在 10s 内无应答；请检查电源、线缆和地址")]
    [InlineData("port /dev/ttyUSB0 is in use by another program; end that program, or let the running service ask the meters", "串口 /dev/ttyUSB0 被其他程序占用；请结束该程序，或由运行中的服务抄读")]
    [InlineData("the host's clock was moved by +7200.0 s, and neither a meter nor the kernel confirms it: the collector goes on by the time before; no meter is set", "主机时钟跳变 +7200.0 秒，电表和内核均未证实：采集器按原时间继续；不对电表校时")]
    [InlineData("12 of 15 meters disagree with the collector's clock by more than 60 s; nothing is judged late or early, and no meter is set", "15 块电表中有 12 块与采集器时钟相差超过 60 秒；不判迟早，不对电表校时")]
    [InlineData("the host's clock is 365 d after the time when the collector ran last (2026-11-22 22:00 UTC), and no meter confirms it; nothing is judged late or early, and no meter is set", "主机时钟比采集器上次运行的时间（2026-11-22 22:00 UTC）晚 365 天，没有电表证实；不判迟早，不对电表校时")]
    [InlineData("the host's clock is 1.5 h before the time when the collector ran last (2026-11-22 22:00 UTC), and no meter confirms it; nothing is judged late or early, and no meter is set", "主机时钟比采集器上次运行的时间（2026-11-22 22:00 UTC）早 1.5 小时，没有电表证实；不判迟早，不对电表校时")]
    [InlineData("2 of 3 meters tell the same other day than the host's clock, and no meter confirms it; nothing is judged late or early, and no meter is set", "3 块电表中有 2 块的日期一致而与主机时钟不同，没有电表证实主机时钟；不判迟早，不对电表校时")]
    [InlineData("Its clock was set at 2026-11-22 10:20:00 UTC: +72.0 s before, -0.3 s after.", "2026-11-22 10:20:00 UTC 校时：校前偏差 +72.0 秒，校后 -0.3 秒。")]
    [InlineData("sink billing: entry 0123456789ab-17 was refused and left out: the consumer answered 422", "推送 billing：条目 0123456789ab-17 被拒收并跳过：接收方应答 422")]
    [InlineData("accepted by li: seen on site", "li 接受：seen on site")]
    public void A_sentence_reads_as_the_trade_says_it(string english, string chinese) => Assert.Equal(chinese, Telling.ChineseAlarm(english));

    [Fact]
    public void Every_finding_that_a_comparison_makes_has_a_Chinese_form()
    {
        Comparison comparison = new([Listed, Other]);
        MeterFact[] facts =
        [
            Fact(FindingKind.Number, "000003104499"), Fact(FindingKind.Number, Other.Number), Fact(FindingKind.Constant, "1600"), Fact(FindingKind.CurrentRatio, "40"),
            Fact(FindingKind.VoltageRatio, "100"), Fact(FindingKind.SettlementDays, "11"), Fact(FindingKind.Tariffs, "5"),
            Fact(FindingKind.CurrentRatio, "20") with { IsApplied = true }, Fact(FindingKind.Tariffs, "5") with { SingleSource = true },
        ];
        foreach (var fact in facts)
        {
            var meaning = comparison.Of(Listed, fact).Meaning;
            Assert.NotEmpty(meaning);
            foreach (var chinese in (string[])[Telling.Chinese(meaning), Telling.ChineseAlarm(meaning), Telling.Chinese($"Held by finding F-3 until it is settled: {meaning}")])
                Assert.False(English.IsMatch(chinese), $"{meaning}\n{chinese}");
        }
    }

    [Theory]
    [InlineData(400)]
    [InlineData(-7200)]
    public void A_clock_that_a_person_has_to_set_is_told_in_Chinese(int seconds)
    {
        var decision = ClockPolicy.Decide(new(), new() { Offset = TimeSpan.FromSeconds(seconds), Age = TimeSpan.Zero, Right = new(2026, 11, 22, 10, 20, 0), IsAllowed = false, IsTrusted = true });
        Assert.Equal(ClockVerdict.Alarm, decision.Verdict);
        var chinese = Telling.ChineseAlarm($"meter m1: {decision.Why}");
        Assert.False(English.IsMatch(chinese), $"{decision.Why}\n{chinese}");
    }

    [Fact]
    public void A_disk_that_fills_is_told_in_Chinese() =>
        Assert.All(DiskFill.Tell("/var/lib/amr-collector", 200_000_000, 10_000_000_000), told => Assert.Equal("/var/lib/amr-collector 所在磁盘已用 98 %，剩余 200 MB", Telling.ChineseAlarm(told.Sentence)));

    [Fact]
    public void Hostile_words_hold_up_nothing()
    {
        var words = string.Concat(Enumerable.Repeat("it sent was refused: it says but the unit is gone: ", 19)); // an event has at most 1,000 characters
        Assert.NotEmpty(Telling.ChineseAlarm(words));
    }

    private static MeterFact Fact(FindingKind kind, string read) => new(kind, "04000401", read, null);

    // What is left are names, numbers and units.
    [GeneratedRegex(@"\b(?!kWh|imp|riser)[A-Za-z]{3,}\b")]
    private static partial Regex English { get; }
}
