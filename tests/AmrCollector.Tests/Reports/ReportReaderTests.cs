using System.Globalization;
using System.Text;
using System.Text.Json;
using AmrCollector.Metering;
using AmrCollector.Reports;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Reports;

/// <summary>What gateways push, and what becomes of it.</summary>
public sealed class ReportReaderTests
{
    private const string Good = """{"kwh":1240.52,"ts":"2026-11-21T16:00:00+08:00"}""";
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_report_becomes_a_reading_of_its_meter_item_unit_and_time()
    {
        var result = Read("site/7/meter/000012345601", Good);
        Assert.Null(result.Letter);
        var set = Assert.Single(result.Sets);
        Assert.Equal(("000012345601", Source.Report, Now.AddHours(-1), Now), (set.Meter.Id.Value, set.Source, set.Instant, set.ReadAt));
        var register = Assert.Single(set.Registers);
        Assert.Equal(("1-0:1.8.0", ItemKind.Cumulative, 1240.52m, Unit.KilowattHour, 0.01m), (register.Item.ToString(), register.Kind, register.Value!.Value, register.Unit, register.Lsd));
        Assert.Equal(("site/7/meter/000012345601", Good), (Encoding.UTF8.GetString(set.Evidence.Request.Span), Encoding.UTF8.GetString(set.Evidence.Reply.Span)));
    }

    [Theory]
    [InlineData("0.1", "0.1")]
    [InlineData("\"1240.520\"", "1240.520")]
    [InlineData("123456789012345.123456789", "123456789012345.123456789")]
    [InlineData("1.5e3", "1500")]
    [InlineData("18228934.01", "18228934.01")]
    public void A_number_is_kept_to_the_last_digit(string written, string expected)
    {
        var register = Assert.Single(Read("site/7/meter/000012345601", Good.Replace("1240.52", written, StringComparison.Ordinal)).Sets).Registers[0];
        Assert.Equal(expected, register.Value!.Value.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("site/7/meter/000012345601", "1e308", ReportFault.Value, "$.kwh is a number no register shows")]
    [InlineData("site/7/meter/000012345601", "1e-300", ReportFault.Value, "$.kwh has more digits than can be kept exactly")]
    [InlineData("site/7/meter/000012345601", "0.1234567890123456789012345", ReportFault.Value, "$.kwh has more digits")]
    [InlineData("site/7/meter/000012345601", "true", ReportFault.Value, "$.kwh is no number")]
    [InlineData("site/7/meter/000012345601", "\"NaN\"", ReportFault.Value, "$.kwh is no number")]
    [InlineData("site/7/meter/000012345601", "\"12,5\"", ReportFault.Value, "$.kwh is no number")]
    [InlineData("site/7/meter/000012345601", "\"\"", ReportFault.Value, "$.kwh is no number")]
    [InlineData("site/7/meter/999", "1", ReportFault.UnknownMeter, "meter 999 is not in the meter list")]
    [InlineData("site/7/meter/a b", "1", ReportFault.UnknownMeter, "it names no meter")]
    [InlineData("site/7/other/000012345601", "1", ReportFault.WrongTopic, "no rule of 'reports'")]
    public void A_wrong_value_meter_or_topic_is_refused(string topic, string value, ReportFault fault, string reason) =>
        AssertRefused(fault, reason, Read(topic, Good.Replace("1240.52", value, StringComparison.Ordinal)));

    [Theory]
    [InlineData("0", "1970-01-01T00:00:00Z: no meter kept")]
    [InlineData("\"1970-01-01T00:00:00Z\"", "no meter kept a date before 2000")]
    [InlineData("\"2099-01-01T00:00:00Z\"", "2099-01-01T00:00:00Z: more than a day ahead")]
    [InlineData("4070908800000", "more than a day ahead")]
    [InlineData("\"2026-11-21T16:00:00\"", "is no time")]
    [InlineData("\"yesterday\"", "is no time")]
    [InlineData("1e3", "is no time")]
    [InlineData("9223372036854775807", "is no time")]
    [InlineData("null", "is no time")]
    public void A_time_at_which_no_meter_reports_is_refused(string time, string reason) =>
        AssertRefused(reason.Contains("ahead", StringComparison.Ordinal) ? ReportFault.Ahead : ReportFault.Time, reason, Read("site/7/meter/000012345601", $$"""{"kwh":1,"ts":{{time}}}"""));

    [Theory]
    [InlineData("1763712000")]
    [InlineData("1763712000000")]
    [InlineData("\"2025-11-21T08:00:00Z\"")]
    [InlineData("\"2025-11-21T16:00:00.0004+08:00\"")]
    public void The_same_instant_is_the_same_however_it_is_written(string time) =>
        Assert.Equal(new(2025, 11, 21, 8, 0, 0, TimeSpan.Zero), Assert.Single(Read("site/7/meter/000012345601", $$"""{"kwh":1,"ts":{{time}}}""").Sets).Instant);

    [Theory]
    [InlineData("")]
    [InlineData("{\"kwh\":1")]
    [InlineData("{\"kwh\":1}}")]
    [InlineData("{\"kwh\":\"\\ud800\",\"ts\":1763712000}")]
    [InlineData("\u0001")]
    public void Broken_json_is_refused(string payload) => AssertRefused(ReportFault.NoJson, "it is not JSON", Read("site/7/meter/000012345601", payload));

    [Fact]
    public void A_depth_no_report_has_is_refused() => AssertRefused(ReportFault.NoJson, "it is not JSON", Read("site/7/meter/000012345601", new string('[', 100_000)));

    [Theory]
    [InlineData("[1]", ReportFault.Missing, "there is nothing at $.kwh")]
    [InlineData("{\"ts\":1763712000}", ReportFault.Missing, "there is nothing at $.kwh")]
    [InlineData("{\"kwh\":1}", ReportFault.Time, "there is no time at $.ts")]
    public void What_is_not_in_it_is_named(string payload, ReportFault fault, string reason) => AssertRefused(fault, reason, Read("site/7/meter/000012345601", payload));

    [Fact]
    public void A_message_cut_for_its_size_is_refused_with_its_beginning()
    {
        ReportReader reader = new("main", [Rule()], Meters());
        var result = reader.Read("site/7/meter/000012345601", new byte[8192], 1_000_000, Now);
        AssertRefused(ReportFault.TooLarge, "1000000 bytes are no report", result);
        Assert.Equal((4096, 1_000_000, "site/7/meter"), (result.Letter!.Payload.Length, result.Letter.PayloadLength, result.Letter.Gateway));
    }

    [Fact]
    public void Several_values_of_one_message_are_judged_together()
    {
        var result = Read(
            "site/7/meter/000012345601", """{"kwh":1,"kvarh":2,"ts":1763712000}""", Rule(), Rule() with { Item = ObisCode.Parse("1-0:3.8.0"), Value = JsonPath.Parse("$.kvarh")!, Unit = new(Unit.KilovarHour, 1) });
        Assert.Equal([1m, 2m], Assert.Single(result.Sets).Registers.Select(register => register.Value!.Value));
    }

    [Fact]
    public void A_good_value_beside_a_bad_one_is_kept_and_the_bad_one_is_told()
    {
        var result = Read("site/7/meter/000012345601", """{"kwh":1,"kvarh":"x","ts":1763712000}""", Rule(), Rule() with { Item = ObisCode.Parse("1-0:3.8.0"), Value = JsonPath.Parse("$.kvarh")! });
        Assert.Single(Assert.Single(result.Sets).Registers);
        Assert.Equal(ReportFault.Value, result.Letter!.Fault);
    }

    [Theory]
    [InlineData("Wh", "1.24052", Unit.KilowattHour)]
    [InlineData("MWh", "1240520", Unit.KilowattHour)]
    [InlineData("kvarh", "1240.52", Unit.KilovarHour)]
    public void Units_are_those_of_the_trade_by_exact_powers_of_ten(string written, string value, Unit unit)
    {
        var payload = $$"""{"kwh":1240.52,"u":"{{written}}","ts":1763712000}""";
        var register = Assert.Single(Read("site/7/meter/000012345601", payload, Rule() with { UnitPath = JsonPath.Parse("$.u") }).Sets).Registers[0];
        Assert.Equal((decimal.Parse(value, CultureInfo.InvariantCulture), unit), (register.Value!.Value, register.Unit));
        AssertRefused(ReportFault.Unit, "there is no unit of ours at $.u", Read("site/7/meter/000012345601", payload.Replace(written, "BTU", StringComparison.Ordinal), Rule() with { UnitPath = JsonPath.Parse("$.u") }));
    }

    [Theory]
    [InlineData("$.a.b", """{"a":{"b":1}}""")]
    [InlineData("$['a b'][1].c", """{"a b":[0,{"c":1}]}""")]
    [InlineData("$[0]", "[1]")]
    public void A_path_leads_to_one_value(string path, string json)
    {
        Assert.True(JsonPath.Parse(path)!.TryFind(JsonDocument.Parse(json).RootElement, out var found));
        Assert.Equal(1, found.GetInt32());
    }

    [Theory]
    [InlineData("kwh")]
    [InlineData("$.")]
    [InlineData("$..a")]
    [InlineData("$.*")]
    [InlineData("$[*]")]
    [InlineData("$[-1]")]
    [InlineData("$['a]")]
    public void What_is_no_path_is_none(string path) => Assert.Null(JsonPath.Parse(path));

    [Theory]
    [InlineData("site/+/meter/{meter}", "site/+/meter/+", "site/7/meter/1", "1", "site/7/meter")]
    [InlineData("{gateway}/{meter}/#", "+/+/#", "gw9/1/energy", "1", "gw9")]
    [InlineData("$share/collectors/site/{meter}", "$share/collectors/site/+", "site/1", "1", "site")]
    public void A_pattern_names_filter_meter_and_gateway(string pattern, string filter, string topic, string meter, string gateway)
    {
        var parsed = TopicPattern.Parse(pattern)!;
        Assert.True(parsed.Matches(topic));
        Assert.Equal((filter, meter, gateway), (parsed.Filter, parsed.MeterOf(topic)!.Value.Value, parsed.GatewayOf(topic)));
    }

    [Theory]
    [InlineData("a/{meter}/{meter}")]
    [InlineData("a/x{meter}")]
    [InlineData("a/{site}/{meter}")]
    [InlineData("")]
    public void What_is_no_pattern_is_none(string pattern) => Assert.Null(TopicPattern.Parse(pattern));

    [Fact]
    public void Whatever_a_gateway_sends_gives_a_result() =>
        Prop.ForAll<string, byte[], string>((topic, noise, text) =>
        {
            byte[][] payloads = [noise, Encoding.UTF8.GetBytes(text ?? ""), Encoding.UTF8.GetBytes($$"""{"kwh":{{text}},"ts":{{text}}}""")];
            return payloads.All(payload => Says(topic ?? "", payload)) && payloads.All(payload => Says("site/7/meter/000012345601", payload));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_good_report_with_flipped_bytes_gives_a_result()
    {
        Random chance = new(4);
        for (var round = 0; round < 50_000; round++)
        {
            var payload = Encoding.UTF8.GetBytes(Good);
            for (var flips = chance.Next(1, 4); flips > 0; flips--) payload[chance.Next(payload.Length)] = (byte)chance.Next(256);
            Assert.True(Says("site/7/meter/000012345601", payload));
        }
    }

    internal static ReportRule Rule() => new()
    {
        Broker = "main",
        Topic = TopicPattern.Parse("site/+/meter/{meter}")!,
        Item = ObisCode.Parse("1-0:1.8.0"),
        Value = JsonPath.Parse("$.kwh")!,
        Time = JsonPath.Parse("$.ts")!,
        Unit = new(Unit.KilowattHour, 1),
    };

    internal static Dictionary<MeterId, Meter> Meters() => new() { [new("000012345601")] = new() { Id = new("000012345601") }, [new("000012345602")] = new() { Id = new("000012345602") } };

    private static bool Says(string topic, byte[] payload)
    {
        var result = new ReportReader("main", [Rule()], Meters()).Read(topic, payload, payload.Length, Now);
        return (result.Letter is not null) != (result.Sets.Count > 0);
    }

    private static ReportResult Read(string topic, string payload, params ReportRule[] rules)
    {
        var bytes = Encoding.UTF8.GetBytes(payload);
        return new ReportReader("main", rules.Length > 0 ? rules : [Rule()], Meters()).Read(topic, bytes, bytes.Length, Now);
    }

    private static void AssertRefused(ReportFault fault, string reason, ReportResult result)
    {
        Assert.Empty(result.Sets);
        Assert.Equal(fault, result.Letter!.Fault);
        Assert.Contains(reason, result.Letter.Reason, StringComparison.Ordinal);
    }
}
