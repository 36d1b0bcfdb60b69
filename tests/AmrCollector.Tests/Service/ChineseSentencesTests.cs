using System.Text.RegularExpressions;
using AmrCollector.Cli.Rules;
using AmrCollector.Service.Web.Pages.Chinese;
using AmrCollector.Tests.Validation;

namespace AmrCollector.Tests.Service;

/// <summary>An operator who reads no English understands why a reading waits.</summary>
public sealed partial class ChineseSentencesTests
{
    public static TheoryData<string> Files => ["vee-cases.jsonl", "vee-cases-more.jsonl", "vee-cases-clauses.jsonl"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Whatever_a_rule_says_has_a_Chinese_form_without_an_English_word_left(string file)
    {
        var told = 0;
        foreach (var line in File.ReadAllLines(RuleCasesTests.Vectors(file)))
        {
            var why = RuleCaseReader.Read(line).Judged().Why;
            if (why.Length == 0) continue;
            told++;
            var chinese = Telling.Chinese(why);
            Assert.True(!English.IsMatch(chinese), $"{why}\n{chinese}");
        }

        Assert.True(told > 20, $"{told} sentences");
    }

    [Theory]
    [InlineData("60 kWh a day is 7.5 times the usual 8 kWh of a working day (30 of them, 65.0 deviations); released when the next two readings are in band.", "日用电 60 kWh，是工作日常用量 8 kWh 的 7.5 倍（30 天样本，偏差 65.0 倍）；其后两次读数回到正常范围即自动放行。")]
    [InlineData("The register fell from 7296.17 to 5.05; no rollover, exchange or recorded clear explains it.", "示数由 7296.17 降至 5.05；无翻转、换表或清零记录可以解释。")]
    [InlineData("36 h since the last valid reading. Supply off 2026-11-03 10:15.", "距上次有效读数 36 h。停电，2026-11-03 10:15。")]
    [InlineData("Voltage lost on phase A for 36 h from 2026-11-03 10:15: a supplement is due.", "A 相失压 36 h，自 2026-11-03 10:15：需追补电量。")]
    [InlineData("No reading of 2026-11-03 00:00; like days scaled to the registers around it make 8.12 kWh.", "2026-11-03 00:00 无读数；按类似日比例分摊前后示数差为 8.12 kWh。")]
    [InlineData("Account A-1 ends and A-2 begins, and nobody read the register then: it lies between the registers around it.", "户号 A-1 止、A-2 起，当时无人抄表：示数取前后示数之间。")]
    [InlineData("li accepted it 2026-11-03 10:15:00 UTC: heat pump", "li 于 2026-11-03 10:15:00 UTC 已接受：heat pump")]
    public void A_sentence_reads_as_the_trade_says_it(string english, string chinese) => Assert.Equal(chinese, Telling.Chinese(english));

    [Theory]
    [InlineData("10.0.3.7:4001 refuses the connection; check the port, and that the box is in server mode with a free connection", "10.0.3.7:4001 拒绝连接；请检查端口，并确认设备处于服务器模式且有空闲连接")]
    [InlineData("no right to open port /dev/ttyUSB0; add this user to the group dialout and log in again", "无权打开串口 /dev/ttyUSB0；请将该用户加入 dialout 组后重新登录")]
    [InlineData("no meter answered 12 times in a row: the connection is taken for half-open", "连续 12 次无电表应答：视为半开连接，将重连")]
    [InlineData("the disk of /var/lib/amr collector is 91 % full, 512 MB are free", "/var/lib/amr collector 所在磁盘已用 91 %，剩余 512 MB")]
    public void What_is_said_of_lines_and_of_the_box_reads_so_too(string english, string chinese) => Assert.Equal(chinese, Telling.ChineseAlarm(english));

    [Fact]
    public void What_nobody_has_translated_stays_and_the_rest_is_told()
    {
        Assert.Equal("A sentence of a later version.停电 3 h。", Telling.Chinese("A sentence of a later version. The supply was off for 3 h."));
        Assert.Equal("", Telling.Chinese(""));
    }

    [Fact]
    public void Hostile_words_hold_up_nothing()
    {
        var words = string.Concat(Enumerable.Repeat("from to is at ({ of below above ", 30)); // a sentence has at most 1,000 characters
        Assert.NotEmpty(Telling.Chinese(words));
    }

    // What is left are units, names and times.
    [GeneratedRegex(@"\b(?!kWh|kvarh|kVAh|kW|min|[A-F0-9]+)[A-Za-z]{3,}\b")]
    private static partial Regex English { get; }
}
