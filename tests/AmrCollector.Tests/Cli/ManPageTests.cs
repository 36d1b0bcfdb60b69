using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using AmrCollector.Cli;

namespace AmrCollector.Tests.Cli;

/// <summary>The manual page knows the verbs that there are, and no others.</summary>
public sealed partial class ManPageTests
{
    [Fact]
    public void It_has_every_verb_and_every_verb_below_it_and_none_that_is_not_there()
    {
        var told = Entries().Matches(File.ReadAllText(Page()).Replace("\\-", "-", StringComparison.Ordinal)).ToDictionary(entry => entry.Groups["verb"].Value, entry => entry.Groups["rest"].Value);
        var verbs = Root.Create().Subcommands;
        Assert.Equal(verbs.Select(verb => verb.Name).Order(StringComparer.Ordinal), told.Keys.Order(StringComparer.Ordinal));
        foreach (var group in verbs.Where(verb => verb.Subcommands.Count > 0))
        {
            var below = told[group.Name].Trim('"', ' ').Split('|');
            Assert.Equal(group.Subcommands.Select(verb => verb.Name).Order(StringComparer.Ordinal), below.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void It_has_every_exit_code()
    {
        var page = File.ReadAllText(Page());
        foreach (var code in (int[])[ExitCode.Failed, ExitCode.Usage, ExitCode.ConfigurationInvalid, ExitCode.NoAnswer, ExitCode.BadFrame, ExitCode.PortUnavailable, ExitCode.ValidationFailed, ExitCode.Interrupted])
            Assert.Matches($@"(?m)(^|; ){code} [a-z]", page);
    }

    private static string Page([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../install/linux/amr.1"));

    [GeneratedRegex("^\\.BI \"amr (?<verb>[a-z-]+)\"(?<rest>.*)$", RegexOptions.Multiline)]
    private static partial Regex Entries();
}
