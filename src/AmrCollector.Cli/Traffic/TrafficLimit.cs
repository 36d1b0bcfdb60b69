using System.CommandLine;
using AmrCollector.Lines;

namespace AmrCollector.Cli.Traffic;

/// <summary>How long a verb listens.</summary>
internal static class TrafficLimit
{
    /// <summary>The option of all that listen.</summary>
    internal static Option<string?> For { get; } = new("--for") { Description = "How long, such as 60s or 5m; left out: until Ctrl-C", HelpName = "TIME" };

    /// <summary>The time named; null when none was; exit code 2 when it is no time.</summary>
    internal static TimeSpan? Of(ParseResult parsed)
    {
        if (parsed.GetValue(For) is not { } text) return null;
        return Duration.TryParse(text, out var time) && time > TimeSpan.Zero ? time : throw new VerbFailedException(ExitCode.Usage, $"--for {text} is no time such as 60s or 5m");
    }
}
