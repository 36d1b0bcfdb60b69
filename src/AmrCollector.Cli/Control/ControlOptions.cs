using System.CommandLine;
using AmrCollector.Cli.Line;
using AmrCollector.Polling.Commands;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Cli.Control;

/// <summary>What all verbs ask before they change something at a meter.</summary>
internal static class ControlOptions
{
    private const int LongestSecret = 4096;

    private static readonly Option<string?> Allow = new("--allow") { Description = $"On a bare line: what may be done, {string.Join(", ", Permissions.Names)}; a meter of the list has its own column", HelpName = "NAME" };
    private static readonly Option<string?> Secret = new("--secret") { Description = "File with password=LL PPPPPP and operator=CCCCCCCC; never on the command line", HelpName = "FILE" };
    private static readonly Option<string?> Why = new("--why") { Description = "Why it is done, for the record the service keeps; left out: what is done", HelpName = "TEXT" };
    private static readonly Option<bool> Yes = new("--yes") { Description = "Sends without asking: for scripts" };

    /// <summary>Adds them.</summary>
    internal static void AddTo(System.CommandLine.Command verb)
    {
        foreach (var option in (Option[])[Allow, Secret, Why, Yes]) verb.Options.Add(option);
    }

    /// <summary>Why it is done, in the words of who does; null when nobody said.</summary>
    internal static string? Reason(ParseResult parsed) => parsed.GetValue(Why);

    /// <summary>True when a secret file was named.</summary>
    internal static bool HasSecret(ParseResult parsed) => parsed.GetValue(Secret) is not null;

    /// <summary>What signs a command; exit code 2 with a sentence that holds no secret.</summary>
    internal static Dlt645Authority Authority(ParseResult parsed)
    {
        if (parsed.GetValue(Secret) is not { } file) throw new VerbFailedException(ExitCode.Usage, "this needs a password: --secret FILE, with a line password=LL PPPPPP");
        try
        {
            if (new FileInfo(file).Length > LongestSecret) throw new VerbFailedException(ExitCode.Usage, $"{file} is too long for a secret file");
            return SecretFile.TryParse(File.ReadAllText(file), out var authority, out var why) ? authority : throw new VerbFailedException(ExitCode.Usage, $"{file}: {why}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbFailedException(ExitCode.Usage, $"--secret {file} cannot be read: {e.Message}");
        }
    }

    /// <summary>Passes when it is granted and somebody can say yes: for a meter of the list by its column, on a bare line by --allow; else exit code 2 with how to grant it.</summary>
    internal static void Require(Permission permission, ReadSubject subject, ParseResult parsed)
    {
        var name = Permissions.NameOf(permission);
        var text = subject.Meter is { } meter ? string.Join(' ', meter.Allow) : parsed.GetValue(Allow) ?? "";
        if (!Permissions.TryParse(text, out var granted, out var why)) throw new VerbFailedException(ExitCode.Usage, why);
        if (granted.Contains(permission) && CanConfirm(parsed)) return;
        throw new VerbFailedException(ExitCode.Usage, subject.Meter is null
            ? $"this changes something at the meter: grant it with --allow {name}"
            : $"meter {subject.Meter.Id.Value} does not allow '{name}': write it into its column allow of meters.csv");
    }

    /// <summary>Passes with --yes, or after a person at a terminal has typed yes; else exit code 130.</summary>
    internal static void Confirm(ParseResult parsed)
    {
        if (parsed.GetValue(Yes)) return;
        parsed.InvocationConfiguration.Error.Write("Send this? Type yes: ");
        if (Console.ReadLine()?.Trim() != "yes") throw new VerbFailedException(ExitCode.Interrupted, "nothing was sent");
    }

    private static bool CanConfirm(ParseResult parsed) => parsed.GetValue(Yes) || !(Console.IsInputRedirected || parsed.GetValue(Root.Json))
        ? true
        : throw new VerbFailedException(ExitCode.Usage, "nothing was sent: in a script say --yes");
}
