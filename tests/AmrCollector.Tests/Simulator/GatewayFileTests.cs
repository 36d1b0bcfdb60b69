using System.Runtime.CompilerServices;
using System.Text;
using AmrCollector.Protocol.Mqtt;
using AmrCollector.Simulator;
using AmrCollector.Simulator.Files;
using AmrCollector.Simulator.Mqtt;

namespace AmrCollector.Tests.Simulator;

public class GatewayFileTests
{
    private const string Meters = "\"meters\": [ { \"model\": \"dlt645-2007-1p\", \"first\": \"000000000001\", \"count\": 2 } ]";

    [Fact]
    public void The_shipped_gateways_are_of_both_kinds()
    {
        var district = District.Load(Path.Combine(Path.GetDirectoryName(Here())!, "../../../simulators/districts/gateways.json"));
        Assert.Equal(["mqtt:main/gw/1", "mqtt:main/gw/2?payload=json:frame&corr=id", "mqtt:main/gw/3?payload=raw"], district.Lines.Select(line => line.Tunnel!.Uri));
        Assert.Equal(["honest", "sloppy", "liar"], district.Gateways.Select(gateway => gateway.Name));
        Assert.Equal(Enum.GetValues<ReportLie>(), district.Gateways[2].Lies);
        Assert.Equal(52, district.MeterCount);
        Assert.Equal(new BrokerPlan("127.0.0.1", 1883), district.Broker);
    }

    [Fact]
    public void Repeated_gateways_have_topics_and_meters_of_their_own()
    {
        var district = Read($$"""
            { "name": "x", "broker": "mqtt://u:p@b:1884",
              "lines": [ { "name": "t{n}", "repeat": 2, "wire": "mqtt", "gateway": "gw/{n}", {{Meters}} } ],
              "gateways": [ { "name": "g{n}", "repeat": 2, "numberStep": 100, "topic": "s/{gateway}/m/{meter}", "every": "1s", "time": "seconds", "qos": 2, "retain": true,
                "items": { "v": "1-0:2.8.0" }, "meters": [ { "model": "dlt645-2007-1p", "first": "000000005001" } ] } ] }
            """);
        Assert.Equal(["gw/1", "gw/2"], district.Lines.Select(line => line.Tunnel!.Gateway));
        Assert.Equal(["s/g1/m/7", "s/g2/m/7"], district.Gateways.Select(gateway => gateway.TopicOf("7")));
        Assert.Equal([5001, 5101], district.Gateways.Select(gateway => gateway.Groups[0].FirstNumber));
        Assert.Equal((MqttQos.ExactlyOnce, true, ReportTimeForm.Seconds), (district.Gateways[0].Qos, district.Gateways[0].Retain, district.Gateways[0].Time));
        Assert.Equal(new BrokerPlan("b", 1884, "u", "p"), district.Broker);
        Assert.DoesNotContain("p@", district.Broker!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "name": "x", "lines": [ { "name": "a", "wire": "mqtt", "gateway": "gw", M } ] }""", "need a \"broker\"")]
    [InlineData("""{ "name": "x", "broker": "mqtt://h", "lines": [ { "name": "a", "wire": "mqtt", M } ] }""", "\"gateway\" is missing")]
    [InlineData("""{ "name": "x", "broker": "mqtt://h", "lines": [ { "name": "a", "wire": "mqtt", "gateway": "gw/#", M } ] }""", "without wildcards")]
    [InlineData("""{ "name": "x", "broker": "mqtt://h", "lines": [ { "name": "a", "wire": "mqtt", "gateway": "gw", "payload": "xml", M } ] }""", "\"payload\" is hex")]
    [InlineData("""{ "name": "x", "broker": "mqtt://h", "lines": [ { "name": "a", "wire": "tcp", "gateway": "gw", M } ] }""", "for lines with \"wire\": \"mqtt\"")]
    [InlineData("""{ "name": "x", "broker": "http://h", "gateways": [ { "name": "a", "topic": "t/{meter}", M } ] }""", "\"broker\" is written like")]
    [InlineData("""{ "name": "x", "broker": "mqtt://h", "gateways": [ { "name": "a", "topic": "t/{meter}", "lies": [ "white" ], M } ] }""", "wrongTopic, huge, brokenJson")]
    [InlineData("""{ "name": "x", "broker": "mqtt://h", "gateways": [ { "name": "a", "topic": "t/+", M } ] }""", "\"topic\" is a topic without wildcards")]
    [InlineData("""{ "name": "x", "broker": "mqtt://h", "gateways": [ { "name": "a", "topic": "t/{meter}", "every": "1ms", M } ] }""", "100ms at least")]
    [InlineData("""{ "name": "x", "broker": "mqtt://h", "gateways": [ { "name": "a", "repeat": 2, "topic": "t/{meter}", M } ] }""", "has {n} in it")]
    [InlineData("""{ "name": "x", "broker": "mqtt://h" }""", "\"lines\" is missing")]
    public void A_fault_is_told_with_its_line(string json, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<DistrictException>(() => Read(json.Replace(" M ", $" {Meters} ", StringComparison.Ordinal))).Message, StringComparison.Ordinal);

    private static District Read(string json) => DistrictFile.Read("test.json", Encoding.UTF8.GetBytes(json));

    private static string Here([CallerFilePath] string path = "") => path;
}
