using AmrCollector.Cli;
using AmrCollector.Tests.Cli;

namespace AmrCollector.Tests.Service;

/// <summary>Faults of the sections billing and ledger: file, line, what is wrong and what it takes instead.</summary>
public sealed class BillingSectionTests
{
    [Theory]
    [InlineData("\"billing\": { \"readingDays\": [0] }", "from 1 to 31")]
    [InlineData("\"billing\": { \"readingDays\": [1, \"x\"] }", "'readingDays'")]
    [InlineData("\"billing\": { \"cycleEnds\": \"middle\" }", "'cycleEnds' is \"first\" or \"last\": which reading day of a month closes the cycle, not 'middle'")]
    [InlineData("\"billing\": { \"issueAfter\": \"3d\" }", "'issueAfter' takes 0s to 48h such as \"8h\", not '3d'")]
    [InlineData("\"billing\": { \"estimateAfter\": \"24h\" }", "'estimateAfter' takes 48h to 744h such as \"72h\": the day after must have been read, not '24h'")]
    [InlineData("\"billing\": { \"leastActual\": 95 }", "'leastActual' takes a share from 0 to 1 such as 0.95, not 95")]
    [InlineData("\"billing\": { \"mostHeld\": -0.1 }", "'mostHeld' takes a share from 0 to 1 such as 0.95, not -0.1")]
    [InlineData("\"billing\": { \"mostMissing\": \"none\" }", "'mostMissing' takes a share from 0 to 1 such as 0.95, not none")]
    [InlineData("\"billing\": { \"readingDay\": [1] }", "'readingDay'")]
    [InlineData("\"ledger\": { \"keepMonths\": 2 }", "'keepMonths' takes whole months from 3 to 1200, not 2: rules look back 64 days")]
    [InlineData("\"ledger\": { \"keepMonths\": 4.5 }", "'keepMonths' takes whole months from 3 to 1200, not 4.5: rules look back 64 days")]
    [InlineData("\"ledger\": { \"keepMonths\": \"all\" }", "'keepMonths' takes whole months from 3 to 1200, not all: rules look back 64 days")]
    public async Task A_fault_says_where_it_is_and_what_to_write(string section, string sentence)
    {
        using ConfigurationFolder folder = new($"{{ \"site\": \"test\", \"timeZone\": \"Asia/Shanghai\",\n  {section} }}");
        var (code, output, error) = await Amr.RunAsync("check", "--config", folder.Path);
        Assert.Equal((ExitCode.ConfigurationInvalid, "amr: 1 fault"), (code, error.Trim()));
        Assert.StartsWith($"{Path.Combine(folder.Path, "collector.json")}:2: ", output, StringComparison.Ordinal);
        Assert.Contains(sentence, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_faults_are_told_at_once()
    {
        using ConfigurationFolder folder = new("{ \"site\": \"test\", \"timeZone\": \"Asia/Shanghai\",\n \"billing\": { \"cycleEnds\": \"x\", \"mostHeld\": 2 },\n \"ledger\": { \"keepMonths\": 0 } }");
        var (_, output, error) = await Amr.RunAsync("check", "--config", folder.Path);
        Assert.Equal("amr: 3 faults", error.Trim());
        Assert.Equal(3, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }
}
