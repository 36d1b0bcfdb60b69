using System.Text.Json;
using AmrCollector.Cli;
using AmrCollector.Tests.Service;

namespace AmrCollector.Tests.Cli;

public sealed class CheckCommandTests
{
    [Fact]
    public async Task Faults_are_data_on_standard_output_and_end_with_3()
    {
        using ConfigurationFolder folder = new(meters: ConfigurationFolder.Header + "1,nowhere,dlt645-2007-1p,1,home\n");
        var (code, output, error) = await Amr.RunAsync("check", "--config", folder.Path);
        Assert.Equal(ExitCode.ConfigurationInvalid, code);
        Assert.StartsWith($"{Path.Combine(folder.Path, "meters.csv")}:2: no such line 'nowhere'", output, StringComparison.Ordinal);
        Assert.Equal("amr: 1 fault", error.Trim());
    }

    [Fact]
    public async Task A_sound_folder_is_told_how_busy_its_lines_will_be()
    {
        using ConfigurationFolder folder = new(meters: ConfigurationFolder.Header + "1,riser,dlt645-2007-1p,1,home\n2,plant,eastron-sdm630,1,home\n");
        var (code, output, _) = await Amr.RunAsync("check", "--config", folder.Path, "--json");
        Assert.Equal(ExitCode.Ok, code);
        using var answer = JsonDocument.Parse(output);
        Assert.True(answer.RootElement.GetProperty("valid").GetBoolean());
        var riser = answer.RootElement.GetProperty("lines")[0];
        Assert.Equal(("riser", 1, true), (riser.GetProperty("line").GetString(), riser.GetProperty("meters").GetInt32(), riser.GetProperty("fits").GetBoolean()));
        Assert.True(riser.GetProperty("cycleSeconds").GetDouble() > 0.2);
    }

    [Fact]
    public async Task A_plan_that_can_never_be_kept_does_not_fit_and_ends_with_7()
    {
        using ConfigurationFolder folder = new(
            ConfigurationFolder.Sound.Replace("\"every\": \"6h\"", "\"every\": \"1s\"", StringComparison.Ordinal),
            ConfigurationFolder.Header + string.Concat(Enumerable.Range(1, 32).Select(i => $"{i},riser,dlt645-2007-1p,{i},home\n")));
        var (code, output, error) = await Amr.RunAsync("check", "--config", folder.Path);
        Assert.Equal(ExitCode.ValidationFailed, code);
        Assert.StartsWith("amr: line riser: /dev/ttyUSB9 is whichever adapter is found first; take its name below /dev/serial/by-id", error, StringComparison.Ordinal);
        Assert.Contains("NO", output, StringComparison.Ordinal);
    }
}
