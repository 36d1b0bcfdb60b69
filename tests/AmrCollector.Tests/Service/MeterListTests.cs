using System.Text;

namespace AmrCollector.Tests.Service;

public sealed class MeterListTests
{
    private const string Model = "dlt645-2007-1p";

    [Theory]
    [InlineData("meter,line,model,address,plan,colour\n", "meters.csv:1: unknown column 'colour'")]
    [InlineData("meter,line,model,address\n", "meters.csv:1: column 'plan' is missing")]
    [InlineData("meter,line,model,address,plan,meter\n", "meters.csv:1: column 'meter' stands twice")]
    [InlineData("", "meters.csv: is empty")]
    [InlineData("# comment\n" + ConfigurationFolder.Header + "1,riser," + Model + ",1\n", "meters.csv:3: has 4 cells, the first line has 5")]
    [InlineData(ConfigurationFolder.Header + "1,riser," + Model + ",1,\"home\n2,riser," + Model + ",2,home\n", "meters.csv:2: has a quote in the wrong place")]
    [InlineData(ConfigurationFolder.Header + "1,riser," + Model + ",2.02011E+11,home\n", "meters.csv:2: 'address' was rounded by a spreadsheet")]
    [InlineData(ConfigurationFolder.Header + "1,riser," + Model + ",,home\n", "meters.csv:2: 'address' is empty")]
    [InlineData(ConfigurationFolder.Header + "a b,riser," + Model + ",1,home\n", "meters.csv:2: 'meter' has 1 to 32 letters")]
    [InlineData(ConfigurationFolder.Header + "1,plant," + Model + ",1,home\n", "meters.csv:2: line 'plant' carries Modbus TCP only")]
    [InlineData(ConfigurationFolder.Header + "1,plant,eastron-sdm630,248,home\n", "meters.csv:2: 'address' of a Modbus meter is a unit from 1 to 247")]
    [InlineData("meter,line,model,address,plan,ct\n1,riser," + Model + ",1,home,\"1,5\"\n", "meters.csv:2: 'ct' takes a number")]
    [InlineData("meter,line,model,address,plan,gap\n1,riser," + Model + ",1,home,slow\n", "meters.csv:2: 'gap' takes a length of time up to 10s such as 50ms, not 'slow'")]
    [InlineData("meter,line,model,address,plan,role\n1,riser," + Model + ",1,home,boss\n", "meters.csv:2: 'role' is one of customer, area, feeder, check")]
    [InlineData("meter,line,model,address,plan,wiring\n1,riser," + Model + ",1,home,2P2W\n", "meters.csv:2: 'wiring' is one of")]
    [InlineData("meter,line,model,address,plan,reading_days\n1,riser," + Model + ",1,home,32\n", "meters.csv:2: 'reading_days' takes days")]
    [InlineData("meter,line,model,address,plan,installed\n1,riser," + Model + ",1,home,3/15/2024\n", "meters.csv:2: 'installed' takes a date")]
    [InlineData("meter,line,model,address,plan,ct,pt\n1,plant,chint-dtsu666,1,home,40,1\n", "meters.csv:2: 'ct' and 'pt' are 1 with model chint-dtsu666, which applies the meter's own ratio registers already")]
    [InlineData("meter,line,model,address,plan\n1,riser,cjt188-water,123456789012345,home\n", "meters.csv:2: 'address' of a CJ/T 188 meter has 14 digits")]
    public void A_fault_is_told_with_its_line_and_a_sentence(string meters, string expected)
    {
        using ConfigurationFolder folder = new(meters: meters);
        Assert.StartsWith(expected, folder.OnlyFault(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_saved_in_another_encoding_is_told_with_its_first_foreign_line()
    {
        using ConfigurationFolder folder = new();
        File.WriteAllBytes(Path.Combine(folder.Path, "meters.csv"), [.. Encoding.UTF8.GetBytes("meter,line,model,address,plan\n"), 0xCC, 0xA8, 0xC7, 0xF8]);
        Assert.StartsWith("meters.csv:2: is not UTF-8", folder.OnlyFault(), StringComparison.Ordinal);
    }

    [Fact]
    public void Semicolons_a_byte_order_mark_and_padding_are_what_spreadsheets_do()
    {
        using ConfigurationFolder folder = new(meters: $"\uFEFFMeter; line;model;address;plan\r\n1;riser ;{Model};\"000000000001\";home\r\n");
        var (configuration, faults) = folder.Load();
        Assert.Empty(faults);
        Assert.Equal("riser", Assert.Single(configuration!.Setup.Meters).Line);
    }

    [Fact]
    public void A_meter_may_need_more_silence_than_its_model_says()
    {
        using ConfigurationFolder folder = new(meters: $"meter,line,model,address,plan,gap\n1,riser,{Model},1,home,250ms\n2,riser,{Model},2,home,\n");
        Assert.Equal([TimeSpan.FromMilliseconds(250), null], folder.Load().Configuration!.Setup.Meters.Select(meter => meter.Gap));
    }

    [Fact]
    public void A_removed_meter_may_be_followed_by_another_at_its_address()
    {
        using ConfigurationFolder folder = new(meters: $"""
            meter,line,model,address,plan,status
            1,riser,{Model},1,home,removed
            1,riser,{Model},1,home,active
            """);
        Assert.Empty(folder.Load().Faults);
    }
}
