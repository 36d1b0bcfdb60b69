using System.CommandLine;
using System.Text.Json;
using AmrCollector.Cli;
using AmrCollector.Cli.Frame;

namespace AmrCollector.Tests.Cli.Frame;

public sealed class DecodeCommandTests
{
    private const string Reply = "FE FE FE FE 68 77 44 10 03 00 00 68 91 08 33 33 34 33 AC 34 33 33 4A 16";

    [Fact]
    public async Task The_json_is_the_contract()
    {
        var (code, output, error) = await Amr.RunAsync("decode", "--json", "68 77 44 10 03 00 00 68 91 18 33 32 34 33 AC 34 33 33 58 33 33 33 95 33 33 33 99 33 33 33 58 33 33 33 9B 16");
        Assert.Equal((ExitCode.Ok, ""), (code, error));
        Assert.StartsWith(
            """{"valid":true,"protocol":"dlt645-2007","direction":"reply","address":"000003104477","control":"91","more":false,"dataId":"0001FF00","error":null,"noise":0,"values":[{"obis":"1-0:1.8.0","name":"forward active energy","value":"1.79","unit":"kWh","nameZh":"(当前)正向有功总电能"},{"obis":"1-0:1.8.1",""",
            output, StringComparison.Ordinal);
        Assert.EndsWith("}]}\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_frame_says_why_and_exits_with_5()
    {
        var (code, output, _) = await Amr.RunAsync("decode", "--json", "68 02 00 00 00 10 20 68 11 04 33 32 34 33 E1 16");
        var json = JsonDocument.Parse(output).RootElement;
        Assert.Equal((ExitCode.BadFrame, false), (code, json.GetProperty("valid").GetBoolean()));
        Assert.Contains("E3", json.GetProperty("why").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FE FE FE FE 68 57 34 96 00 08 AA 68 11 04 33 32 33 33 83 16 0D", 1)]
    [InlineData("FE FE AA AA 68 57 34 96 00 08 AA 68 11 04 33 32 33 33 83 16", 2)]
    [InlineData("FE68573496 0008AA68110433323333 8316", 0)]
    public async Task Wake_up_bytes_are_no_noise_but_others_around_the_frame_are(string hex, int noise)
    {
        var (code, output, _) = await Amr.RunAsync("decode", "--json", hex);
        Assert.Equal((ExitCode.Ok, noise), (code, JsonDocument.Parse(output).RootElement.GetProperty("noise").GetInt32()));
    }

    [Fact]
    public async Task Blanks_need_no_quotes() =>
        Assert.Equal(ExitCode.Ok, (await Amr.RunAsync(["decode", .. "68 AA AA AA AA AA AA 68 13 00 DF 16".Split(' ')])).Code);

    [Theory]
    [InlineData("zz")]
    [InlineData("68 1")]
    [InlineData("")]
    [InlineData("68")]
    public async Task What_is_no_frame_is_a_bad_frame(string hex) => Assert.Equal(ExitCode.BadFrame, (await Amr.RunAsync("decode", hex)).Code);

    [Theory]
    [InlineData("--protocol", "morse")]
    [InlineData("--reply-to", "no hex")]
    public async Task A_wrong_option_is_a_usage_error(string option, string value) =>
        Assert.Equal(ExitCode.Usage, (await Amr.RunAsync("decode", option, value, "68")).Code);

    [Fact]
    public async Task A_modbus_reply_has_words_and_with_its_request_register_numbers()
    {
        var (_, bare, _) = await Amr.RunAsync("decode", "--json", "01 04 04 43 66 80 00 6F DF");
        Assert.EndsWith("""
            "values":[],"unit":1,"function":4,"registers":["4366","8000"]}
            """ + "\n", bare, StringComparison.Ordinal);
        var (_, named, _) = await Amr.RunAsync("decode", "--json", "--reply-to", "01 04 00 48 00 02 F1 DD", "01 04 04 43 66 80 00 6F DF");
        Assert.Contains("""{"obis":null,"name":"input:72","value":"17254","unit":""}""", named, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_carries_its_code_and_its_meaning()
    {
        var (_, output, _) = await Amr.RunAsync("decode", "--json", "68 32 00 00 00 00 00 68 D1 01 35 09 16");
        Assert.Contains("\"error\":\"02\"", output, StringComparison.Ordinal);
        Assert.Contains("no requested data", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_shows_neither_password_nor_operator()
    {
        var (_, output, _) = await Amr.RunAsync("decode", "68 12 90 78 56 34 12 68 14 0F 35 34 33 37 37 89 67 45 64 64 64 64 63 48 43 66 16");
        Assert.Contains("10:15:30", output, StringComparison.Ordinal);
        Assert.DoesNotContain("123456 ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("31313131", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_input_is_one_frame_a_line_and_one_bad_line_makes_exit_code_5()
    {
        using StringReader input = new($"{Reply}\n\n68 00\n{Reply}\n");
        using StringWriter output = new();
        RootCommand root = new() { Root.Json };
        root.Subcommands.Add(DecodeCommand.Create(input));
        var code = await root.Parse("decode --json -").InvokeAsync(new() { Output = output });
        Assert.Equal(ExitCode.BadFrame, code);
        Assert.Equal([true, false, true], output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("valid").GetBoolean()));
    }

    [Fact]
    public async Task A_person_reads_english_and_chinese()
    {
        var (_, output, _) = await Amr.RunAsync("decode", Reply);
        Assert.Contains("1.79 kWh", output, StringComparison.Ordinal);
        Assert.Contains("(当前)正向有功总电能", output, StringComparison.Ordinal);
    }
}
