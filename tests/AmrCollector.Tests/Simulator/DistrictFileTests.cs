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

    [Fact]
    public void A_group_says_what_its_meters_are_like()
    {
        var district = Read("""
            { "name": "x", "lines": [ { "name": "a", "wire": "tcp", "framing": "ascii", "turnRound": "20ms", "turnRoundMost": "500ms", "meters": [
              { "model": "dlt645-2007-1p", "numbers": [ "000000000031", "000000000007" ], "password": "123456", "keyPressed": false, "passwordTries": 3,
                "prepay": "money", "balance": "12.50", "price": "0.6", "loadClasses": 3, "eventful": true, "esamKey": "0102030405060708", "baud": 9600, "format": "8N1",
                "faults": { "noBlocks": true, "preamble": 0, "address": "000000000099" } },
              { "model": "modbus-generic", "first": "000000000100", "unit": 9,
                "limits": { "most": 60, "silentWhenTooLong": true, "evenOnly": true, "wholeValues": true, "forbidden": [ [5, 6], [9, 9] ], "coils": 3, "sunSpecBase": 0, "noEndMarker": true },
                "registers": [ { "at": 0, "type": "u32", "order": "CDAB", "obis": "1-0:1.8.0", "scale": 0.01 }, { "at": 2, "type": "s16", "value": -5, "table": "input", "writable": true } ] } ] } ] }
            """);
        var (line, meters, device) = (district.Lines[0], district.Lines[0].Groups[0], district.Lines[0].Groups[1]);
        Assert.Equal((Framing.Ascii, TimeSpan.FromMilliseconds(500)), (line.Framing, line.TurnRoundMost));
        Assert.Equal(["000000000031", "000000000007"], meters.Ids);
        Assert.Equal((false, 3, 3, true, 9600, "8N1"), (meters.KeyPressed, meters.PasswordTries, meters.LoadClasses, meters.Eventful, meters.Baud, meters.Format));
        Assert.Equal(new PrepayPlan(InEnergy: false, 12.50m, 0.6m), meters.Prepay);
        Assert.Equal((true, 0, "000000000099"), (meters.Faults.NoBlocks, meters.Faults.Preamble, meters.Faults.Address));
        Assert.Equal([(5, 6), (9, 9)], device.Limits!.Forbidden);
        Assert.Equal((60, true, true, true, 3, 0, true), (device.Limits.MostRegisters, device.Limits.SilentWhenTooLong, device.Limits.EvenOnly, device.Limits.WholeValues, device.Limits.Coils, device.Limits.SunSpecBase, device.Limits.NoEndMarker));
        Assert.Equal(["u32 CDAB both", "s16 ABCD input"], device.Registers.Select(spec => $"{spec.Type} {spec.Order} {spec.Table}"));
        Assert.Equal((0.01m, -5m, true), (device.Registers[0].Scale, device.Registers[1].Value, device.Registers[1].Writable));
    }

    [Theory]
    [InlineData("\"numbers\": [ \"1\" ]", "twelve digits")]
    [InlineData("\"numbers\": [ ]", "list of meter numbers")]
    [InlineData("\"first\": \"000000000001\", \"prepay\": \"tokens\"", "energy or money")]
    [InlineData("\"first\": \"000000000001\", \"price\": \"0.5\"", "need \"prepay\"")]
    [InlineData("\"first\": \"000000000001\", \"esamKey\": \"12\"", "16 hexadecimal digits")]
    [InlineData("\"first\": \"000000000001\", \"faults\": { \"address\": \"12\" }", "twelve digits in quotes")]
    [InlineData("\"first\": \"000000000001\", \"faults\": { \"sleepy\": true }", "\"sleepy\" is not known here")]
    [InlineData("\"first\": \"000000000001\", \"registers\": [ { \"at\": 1, \"type\": \"u31\" } ]", "no register type u31")]
    [InlineData("\"first\": \"000000000001\", \"registers\": [ { \"at\": 65535, \"type\": \"u32\" } ]", "from 0 to 65535")]
    [InlineData("\"first\": \"000000000001\", \"registers\": [ { \"at\": 1, \"type\": \"u32\" }, { \"at\": 2, \"type\": \"u16\" } ]", "Two values stand on holding register 2")]
    [InlineData("\"first\": \"000000000001\", \"limits\": { \"forbidden\": [ [5] ] }", "pairs [first, last]")]
    [InlineData("\"first\": \"000000000001\", \"faults\": { \"stuck\": true }", "a meter at a time")]
    [InlineData("\"first\": \"000000000001\", \"format\": \"9X9\"", "8E1 is usual")]
    public void A_faulty_group_says_what_is_wrong(string members, string sentence)
    {
        var json = $$"""{ "name": "x", "lines": [ { "name": "a", "wire": "tcp", "meters": [ { "model": "modbus-generic", {{members}} } ] } ] }""";
        Assert.Contains(sentence, Assert.Throws<DistrictException>(() => Read(json)).Message, StringComparison.Ordinal);
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
