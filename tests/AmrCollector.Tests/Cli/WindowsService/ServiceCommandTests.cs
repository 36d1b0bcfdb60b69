using AmrCollector.Cli;
using AmrCollector.Cli.WindowsService;

namespace AmrCollector.Tests.Cli.WindowsService;

public sealed class ServiceCommandTests
{
    [Theory]
    [InlineData("install")]
    [InlineData("uninstall")]
    [InlineData("start")]
    [InlineData("stop")]
    [InlineData("status")]
    public async Task Where_systemd_runs_the_collector_each_verb_says_so_once(string verb)
    {
        if (OperatingSystem.IsWindows()) return;
        var (exit, output, errors) = await Amr.RunAsync("service", verb);

        Assert.Equal(ExitCode.Usage, exit);
        Assert.Empty(output);
        Assert.Contains("systemctl", Assert.Single(errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void The_virtual_accounts_identity_follows_from_the_name_as_windows_makes_it()
    {
        // Known to every Windows: NT SERVICE\TrustedInstaller.
        Assert.Equal("S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464", ServiceAccount.SidOf("TrustedInstaller"));
    }
}
