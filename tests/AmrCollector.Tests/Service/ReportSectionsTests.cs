using AmrCollector.Metering;

namespace AmrCollector.Tests.Service;

/// <summary>Reports in collector.json.</summary>
public sealed class ReportSectionsTests
{
    private const string Sound = """{ "broker": "main", "topic": "site/+/meter/{meter}", "item": "1-0:1.8.0", "value": "$.kwh", "time": "$.ts", "unit": "kWh" }""";

    [Fact]
    public void A_report_is_read_and_its_meters_need_no_line()
    {
        using ConfigurationFolder folder = new(Site(Sound), ConfigurationFolder.Header + "000012345601,,,,\n");
        var (configuration, faults) = folder.Load();
        Assert.Empty(faults);
        var rule = Assert.Single(configuration!.Setup.Reports);
        Assert.Equal(("site/+/meter/+", ItemKind.Cumulative, Unit.KilowattHour, "$.ts"), (rule.Topic.Filter, rule.Kind, rule.Unit.Unit, rule.Time.ToString()));
        Assert.Equal("000012345601", Assert.Single(configuration.Setup.Meters).Id.Value);
    }

    [Theory]
    [InlineData("\"main\"", "\"other\"", "a report is of broker 'other', which is not in 'brokers'")]
    [InlineData("site/+/meter/{meter}", "site/#/{meter}", "'topic' of a report is a topic such as")]
    [InlineData("/{meter}", "/+", "a report names its meter once")]
    [InlineData("1-0:1.8.0", "1.8.0", "'item' of a report is an OBIS code")]
    [InlineData("$.kwh", "kwh", "'value' of a report is a path such as")]
    [InlineData("\"time\"", "\"at\"", "a report needs 'time'")]
    [InlineData("\"kWh\"", "\"BTU\"", "'unit' of a report is a unit such as")]
    public void A_faulty_report_is_told_with_its_line(string good, string bad, string sentence)
    {
        using ConfigurationFolder folder = new(Site(Sound.Replace(good, bad, StringComparison.Ordinal)));
        var (_, faults) = folder.Load();
        Assert.Contains(faults, fault => fault.Line == 4 && fault.Sentence.Contains(sentence, StringComparison.Ordinal));
    }

    private static string Site(string report) => $$"""
        {
          "site": "test", "timeZone": "Asia/Shanghai",
          "brokers": { "main": { "url": "mqtt://127.0.0.1" } },
          "reports": [ {{report}} ]
        }
        """;
}
