using System.CommandLine;
using System.Text.RegularExpressions;
using AmrCollector.Cli;

namespace AmrCollector.Tests.Cli;

/// <summary>A list of processes shows every command line to everybody on the box: no verb takes a secret there.</summary>
public sealed partial class NoSecretOptionTests
{
    [Fact]
    public void No_option_of_any_verb_takes_a_secret_itself()
    {
        List<string> takesFile = [];
        Walk(Root.Create(), "amr", takesFile);
        Assert.NotEmpty(takesFile); // those that are about secrets name a file
    }

    private static void Walk(Command command, string path, List<string> takesFile)
    {
        foreach (var option in command.Options.Where(option => Secret.IsMatch(option.Name)))
        {
            Assert.True(option.HelpName == "FILE", $"{path} {option.Name} takes a {option.HelpName}");
            takesFile.Add($"{path} {option.Name}");
        }

        foreach (var argument in command.Arguments) Assert.False(Secret.IsMatch(argument.Name), $"{path} {argument.Name}");
        foreach (var below in command.Subcommands) Walk(below, $"{path} {below.Name}", takesFile);
    }

    [GeneratedRegex("key|secret|passw|token|operator-code", RegexOptions.IgnoreCase)]
    private static partial Regex Secret { get; }
}
