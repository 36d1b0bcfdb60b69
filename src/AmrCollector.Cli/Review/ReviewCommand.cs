using System.CommandLine;
using AmrCollector.Cli.Explain;
using AmrCollector.Cli.Line;

namespace AmrCollector.Cli.Review;

/// <summary>`amr review`: what waits for a person, the evidence, and the person's decision.</summary>
internal static class ReviewCommand
{
    private static readonly Argument<string> Which = new("ID") { Description = "As amr review list names it: a finding such as F-1, or an entry" };
    private static readonly Argument<string?> Value = new("VALUE") { Description = "The register's number, exact, as the meter would show it; of a day of intervals its new total", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string[]> Intervals = new("--interval") { Description = "Of a day of intervals one that is to be other: its local time, number from 1 or instant, and its energy; once for each", HelpName = "10:15=0.25" };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why; goes into the ledger", Required = true };
    private static readonly Option<string> User = new("--user") { Description = "Who decides; goes into the ledger", Required = true };
    private static readonly Option<int?> Version = new("--version-seen") { Description = "Version or revision that was looked at; the present one when left out", HelpName = "N" };

    internal static Command Create()
    {
        Command review = new("review", "What waits for a decision: findings about meters, and readings that are held.");
        Verb show = new("show", "One item with the evidence: registers around it, consumption, rules, frames, events.", "amr review show 4f0c81d2a9be-1207", "amr review show F-1 --json") { Which };
        Verb accept = new(
            "accept", "The number is right, or the list is: releases what was held.",
            "amr review accept 4f0c81d2a9be-1207 --user li --reason \"customer installed a heat pump\"", "amr review accept F-1 --user li --reason \"meters swapped back, list correct\"") { Which, Reason, User, Version };
        Verb reject = new(
            "reject", "It is no reading of this register, or of this meter: takes it out.",
            "amr review reject 4f0c81d2a9be-1207 --user li --reason \"read from the flat beside\"", "amr review reject F-1 --user li --reason \"flats 301 and 302 are crossed\"") { Which, Reason, User, Version };
        Verb edit = new("edit", "Puts another number in its place; what the meter said stays in the ledger.", "amr review edit 4f0c81d2a9be-1207 7299.57 --user li --reason \"photo of the register\"", "amr review edit 4f0c81d2a9be-1311 --interval 10:15=0.25 --interval 10:30=0.30 --user li --reason \"from the check meter\"") { Which, Value, Intervals, Reason, User, Version };
        foreach (var verb in (Verb[])[ListReview.Create(), show, accept, reject, edit])
        {
            foreach (var option in LineAccess.Options) verb.Options.Add(option);
            review.Subcommands.Add(verb);
        }

        show.SetAction(ShowAsync);
        accept.SetAction((parsed, cancellationToken) => DecideAsync("accept", parsed, null, cancellationToken));
        reject.SetAction((parsed, cancellationToken) => DecideAsync("reject", parsed, null, cancellationToken));
        edit.SetAction((parsed, cancellationToken) => DecideAsync("edit", parsed, parsed.GetValue(Value), cancellationToken, NamedIntervals(parsed)));
        return review;
    }

    private static async Task<int> ShowAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using ReviewService service = new(parsed);
        using var item = await service.GetAsync(Path(parsed), cancellationToken);
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Root.Json)) output.WriteJson(item.RootElement);
        else if (item.RootElement.TryGetProperty("entry", out _)) StoryText.Write(output, item.RootElement);
        else await output.WriteLineAsync(ListReview.Finding(item.RootElement));
        return ExitCode.Ok;
    }

    private static async Task<int> DecideAsync(string decision, ParseResult parsed, string? value, CancellationToken cancellationToken, Dictionary<string, string>? intervals = null)
    {
        using ReviewService service = new(parsed);
        var version = parsed.GetValue(Version);
        if (version is null)
        {
            using var item = await service.GetAsync(Path(parsed), cancellationToken);
            // Without a version the decision is on what stands now; the service still lets only one of two people decide.
            version = item.RootElement.TryGetProperty("entry", out var seen) ? seen.GetProperty("revision").GetInt32() : item.RootElement.GetProperty("version").GetInt32();
        }

        using var answer = await service.PostAsync(Path(parsed), new { decision, reason = parsed.GetRequiredValue(Reason), user = parsed.GetRequiredValue(User), version, value, intervals }, cancellationToken);
        var (made, output) = (answer.RootElement, parsed.InvocationConfiguration.Output);
        if (parsed.GetValue(Root.Json)) output.WriteJson(made);
        else if (made.TryGetProperty("state", out var state)) await output.WriteLineAsync($"{ListReview.Text(made, "id")} of meter {ListReview.Text(made, "meter")} is {state.GetString()}");
        else await output.WriteLineAsync($"revision {made.GetProperty("revision").GetInt32()}: {ListReview.Entry(made)}");
        return ExitCode.Ok;
    }

    private static Dictionary<string, string>? NamedIntervals(ParseResult parsed)
    {
        if (parsed.GetValue(Intervals) is not { Length: > 0 } named) return parsed.GetValue(Value) is null ? throw new VerbFailedException(ExitCode.Usage, "an edit needs VALUE, or --interval of a day of intervals") : null;
        Dictionary<string, string> intervals = new(StringComparer.Ordinal);
        foreach (var text in named)
            if (text.Split('=') is not [{ Length: > 0 } name, var energy] || !intervals.TryAdd(name, energy)) throw new VerbFailedException(ExitCode.Usage, $"--interval takes a time and an energy such as 10:15=0.25, each time once; not '{text}'");
        return intervals;
    }

    private static string Path(ParseResult parsed) => $"/v1/review/{Uri.EscapeDataString(parsed.GetRequiredValue(Which))}";
}
