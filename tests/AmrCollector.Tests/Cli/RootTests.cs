using AmrCollector.Cli;

namespace AmrCollector.Tests.Cli;

public sealed class RootTests
{
    [Fact]
    public async Task An_unknown_verb_is_a_usage_error_on_standard_error()
    {
        var (code, output, error) = await Amr.RunAsync("frobnicate");
        Assert.Equal(ExitCode.Usage, code);
        Assert.Empty(output);
        Assert.Contains("frobnicate", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_verb_at_all_shows_the_help_and_is_a_usage_error()
    {
        var (code, output, error) = await Amr.RunAsync();
        Assert.Equal(ExitCode.Usage, code);
        Assert.Empty(output);
        Assert.Contains("Usage:", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_is_one_line_of_data()
    {
        var (code, output, _) = await Amr.RunAsync("--version");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Matches(@"^\d+\.\d+\.\d+\S*\r?\n$", output);
    }

    [Fact]
    public async Task Every_verb_explains_itself_with_an_example()
    {
        foreach (var verb in Root.Create().Subcommands.SelectMany(Leaves))
        {
            var (code, output, _) = await Amr.RunAsync([.. verb, "--help"]);
            Assert.Equal(ExitCode.Ok, code);
            Assert.Contains("Example", output, StringComparison.Ordinal);
            Assert.Contains("  amr " + verb[0], output, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string[]> Leaves(System.CommandLine.Command command) => command.Subcommands.Count == 0
        ? [[command.Name]]
        : command.Subcommands.SelectMany(Leaves).Select(rest => (string[])[command.Name, .. rest]);
}
