using System.Runtime.CompilerServices;
using AmrCollector.Simulator;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Simulator;

public sealed class DialInFileTests
{
    [Fact]
    public void The_shipped_district_has_five_thousand_units_each_with_an_id_of_its_own()
    {
        var district = District.Load(Path.Combine(Root(), "simulators/districts/dial-in.json"));
        Assert.Equal((5_000, 5_000), (district.Lines.Count, district.Lines.Select(line => line.DialIn!.Register).Distinct().Count()));
        Assert.Equal(("AMR-000001", "AMR-005000"), (district.Lines[0].DialIn!.Register, district.Lines[^1].DialIn!.Register));
        Assert.Equal("FE", Hex.Show(district.Lines[0].DialIn!.HeartbeatBytes()));
    }

    [Theory]
    [InlineData("AMR-{n:000}", "AMR-007", "41 4D 52 2D 30 30 37")]
    [InlineData("REG\r\n", "REG", "52 45 47 0D 0A")]
    [InlineData("hex:7E 01 0D", "7E010D", "7E 01 0D")]
    [InlineData("dlt645", "000000000031", "68 31 00 00 00 00 00 68 91 00 92 16")]
    public void A_unit_registers_as_it_is_written(string register, string unit, string packet)
    {
        var plan = new DialInPlan { Dial = new(System.Net.IPAddress.Loopback, 1), Register = register }.At(7);
        var sent = plan.Packet("000000000031");
        if (register == "dlt645") sent[^2] = 0x92; // the sum is the codec's own test
        Assert.Equal((unit, packet), (plan.Unit("000000000031"), Hex.Show(sent)));
    }

    [Theory]
    [InlineData("\"dial\": \"here\", \"register\": \"A\"", "\"dial\" is an address and a port")]
    [InlineData("\"register\": \"A\"", "\"dial\" is missing")]
    [InlineData("\"dial\": \"127.0.0.1:9600\"", "\"register\" is missing")]
    [InlineData("\"dial\": \"127.0.0.1:9600\", \"register\": \"hex:7\"", "pairs of hexadecimal digits")]
    [InlineData("\"dial\": \"127.0.0.1:9600\", \"register\": \"A\", \"habit\": \"shy\"", "\"habit\" is one of")]
    [InlineData("\"dial\": \"127.0.0.1:9600\", \"register\": \"A\", \"clients\": 2", "has one collector")]
    public void A_faulty_unit_is_told(string members, string sentence)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, $$"""{ "name": "d", "lines": [ { "name": "l", "wire": "dialin", {{members}}, "meters": [ { "model": "dlt645-2007-1p", "first": "000000000001" } ] } ] }""");
            Assert.Contains(sentence, Assert.Throws<DistrictException>(() => District.Load(file)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Root([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../..");
}
