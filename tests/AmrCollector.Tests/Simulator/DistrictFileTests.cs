using System.Text;
using AmrCollector.Simulator;
using AmrCollector.Simulator.Files;

namespace AmrCollector.Tests.Simulator;

public class DistrictFileTests
{
    private const string Line = """{ "name": "a", "wire": "tcp", "meters": [ { "model": "dlt645-2007-1p", "first": "000000000001" } ] }""";

    [Fact]
    public void Riverside_is_what_its_file_says()
    {
        var district = District.Riverside();
        Assert.Equal(9, district.Lines.Count);
        Assert.Equal(85, district.MeterCount);
        Assert.Equal(["box-1", "box-6"], [district.Lines[1].Name, district.Lines[6].Name]);
        Assert.Equal(5, district.Faults.Count);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(85)]
    [InlineData(500)]
    public void A_district_is_scaled_on_its_concentrators(int meters)
    {
        var district = District.Riverside(meters);
        Assert.Equal(meters, district.MeterCount);
        Assert.Equal(13, district.Lines[0].Groups.Sum(group => group.Count));
        Assert.All(district.Faults.Keys, id => Assert.Contains(id, district.Lines.SelectMany(line => line.Groups).SelectMany(group => group.Ids)));
    }

    [Fact]
    public void A_repeated_line_numbers_its_meters_and_ports_on()
    {
        var district = Read("""
            { "name": "x", "lines": [ { "name": "b{n}", "repeat": 3, "numberStep": 50, "wire": "tcp", "port": 9000,
              "meters": [ { "model": "dlt645-2007-1p", "first": "000000000100", "count": 50 } ] } ] }
            """);
        Assert.Equal(["b1", "b2", "b3"], district.Lines.Select(line => line.Name));
        Assert.Equal([9000, 9001, 9002], district.Lines.Select(line => line.Port));
        Assert.Equal([100, 150, 200], district.Lines.Select(line => line.Groups[0].FirstNumber));
    }

    [Theory]
    [InlineData("{ \"name\": \"x\",\n  \"lines\": [ 1", 2, "not JSON")]
    [InlineData("[]", 1, "A district is written as an object")]
    [InlineData("{\n \"name\": \"x\" }", 1, "\"lines\" is missing")]
    [InlineData("{ \"name\": \"x\",\n \"lines\": [] }", 2, "at least one")]
    [InlineData("{ \"name\": \"x\", \"lines\": [ @ ],\n\n \"sed\": 5 }", 3, "\"sed\" is not known here")]
    [InlineData("{ \"name\": \"x\", \"lines\": [\n @, @ ] }", 1, "Two lines are called a")]
    [InlineData("{ \"name\": \"x\", \"utcOffset\": \"+25:00\",\n \"lines\": [ @ ] }", 1, "+08:00")]
    [InlineData("{ \"name\": \"x\", \"lines\": [ @ ],\n \"faults\": [ { \"meter\": \"000000000002\" } ] }", 2, "No line has a meter 000000000002")]
    [InlineData("{ \"name\": \"x\", \"lines\": [ @ ],\n \"faults\": [ { \"meter\": \"000000000001\", \"late\": \"soon\" } ] }", 2, "\"late\" is a span")]
    public void A_faulty_file_says_where_and_what(string json, long line, string sentence)
    {
        var wrong = Assert.Throws<DistrictException>(() => Read(json.Replace("@", Line, StringComparison.Ordinal)));
        Assert.Equal(line, wrong.Line);
        Assert.StartsWith($"test.json:{line}: ", wrong.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"wire\": \"tcp\"", "\"wire\": \"wet\"", "pty, tcp, mbap")]
    [InlineData("\"wire\": \"tcp\"", "\"wire\": \"pty\"", "needs \"baud\"")]
    [InlineData("\"wire\": \"tcp\"", "\"wire\": \"mbap\"", "Only Modbus meters")]
    [InlineData("\"wire\": \"tcp\"", "\"wire\": \"tcp\", \"wire\": \"tcp\"", "twice")]
    [InlineData("\"wire\": \"tcp\"", "\"wire\": \"tcp\", \"port\": 70000", "from 0 to 65535")]
    [InlineData("\"wire\": \"tcp\"", "\"wire\": \"tcp\", \"repeat\": 2", "{n}")]
    [InlineData("\"wire\": \"tcp\"", "\"wire\": \"tcp\", \"format\": \"9X9\"", "8E1 is usual")]
    [InlineData("dlt645-2007-1p", "dlt645-1985", "There is no model dlt645-1985")]
    [InlineData("000000000001", "1", "twelve digits")]
    public void A_faulty_line_says_what_is_wrong(string right, string wrong, string sentence)
    {
        var json = $$"""{ "name": "x", "lines": [ {{Line.Replace(right, wrong, StringComparison.Ordinal)}} ] }""";
        Assert.Contains(sentence, Assert.Throws<DistrictException>(() => Read(json)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("20ms", 20)]
    [InlineData("1.5s", 1500)]
    [InlineData("-70h", -252_000_000)]
    [InlineData("", null)]
    [InlineData("5", null)]
    [InlineData("ms", null)]
    [InlineData("5 parsecs", null)]
    public void Spans_are_read_with_their_unit(string text, int? milliseconds)
    {
        Assert.Equal(milliseconds is not null, JsonFields.TryParseSpan(text, out var span));
        if (milliseconds is { } expected) Assert.Equal(expected, span.TotalMilliseconds);
    }

    private static District Read(string json) => DistrictFile.Read("test.json", Encoding.UTF8.GetBytes(json));
}
