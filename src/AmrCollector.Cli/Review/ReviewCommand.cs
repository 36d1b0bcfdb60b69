using System.CommandLine;
using System.Text.Json;
using AmrCollector.Cli.Line;
using AmrCollector.Cli.Line.Service;
using AmrCollector.Lines;

namespace AmrCollector.Cli.Review;

/// <summary>`amr review`: what blocks billing and waits for a person, and the person's decision.</summary>
internal static class ReviewCommand
{
    private static readonly Argument<string> Which = new("FINDING") { Description = "As amr review list names it: F-1" };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why; goes into the ledger", Required = true };
    private static readonly Option<string> User = new("--user") { Description = "Who decides; goes into the ledger", Required = true };
    private static readonly Option<int?> Version = new("--version-seen") { Description = "Version that was looked at; the present one when left out", HelpName = "N" };

    internal static Command Create()
    {
        Command review = new("review", "What blocks billing and waits for a decision.");
        Verb list = new("list", "Every finding that waits.", "amr review list", "amr review list --json");
        Verb accept = new("accept", "The list was right, or is right now: releases what the finding held.", "amr review accept F-1 --user li --reason \"meters swapped back, list correct\"") { Which, Reason, User, Version };
        Verb reject = new("reject", "The readings are of another meter: rejects what the finding held, and what comes.", "amr review reject F-1 --user li --reason \"flats 301 and 302 are crossed\"") { Which, Reason, User, Version };
        foreach (var verb in (Verb[])[list, accept, reject])
        {
            foreach (var option in LineAccess.Options) verb.Options.Add(option);
            review.Subcommands.Add(verb);
        }

        list.SetAction(ListAsync);
        accept.SetAction((parsed, cancellationToken) => DecideAsync("accept", parsed, cancellationToken));
        reject.SetAction((parsed, cancellationToken) => DecideAsync("reject", parsed, cancellationToken));
        return review;
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var service = Service(parsed);
        var output = parsed.InvocationConfiguration.Output;
        using var page = await AskAsync(service, "/v1/review", cancellationToken);
        var findings = page.RootElement.GetProperty("findings").EnumerateArray().ToList();
        var proposals = page.RootElement.TryGetProperty("proposals", out var some) ? some.EnumerateArray().ToList() : [];
        foreach (var proposal in proposals)
        {
            if (parsed.GetValue(Root.Json)) output.WriteJson(proposal);
            else await output.WriteLineAsync($"proposal  meter {Text(proposal, "meter")}  {Text(proposal, "kind")}: {Text(proposal, "meaning")}");
        }

        if (!parsed.GetValue(Root.Json) && findings.Count + proposals.Count == 0) await output.WriteLineAsync("nothing waits");
        foreach (var finding in findings)
        {
            if (parsed.GetValue(Root.Json)) output.WriteJson(finding);
            else await output.WriteLineAsync($"{Text(finding, "id")}  meter {Text(finding, "meter")}  {Text(finding, "kind")}: {Text(finding, "meaning")}");
        }

        return ExitCode.Ok;
    }

    private static async Task<int> DecideAsync(string decision, ParseResult parsed, CancellationToken cancellationToken)
    {
        using var service = Service(parsed);
        var which = parsed.GetRequiredValue(Which);
        var version = parsed.GetValue(Version) ?? await VersionAsync(service, which, cancellationToken);
        var body = new { decision, reason = parsed.GetRequiredValue(Reason), user = parsed.GetRequiredValue(User), version };
        using var answer = await SentAsync(service, () => service.PostAsync($"/v1/review/{Uri.EscapeDataString(which)}", body, cancellationToken));
        if (!answer.IsSuccessStatusCode) throw new VerbFailedException(ExitCode.Failed, await ServiceClient.WhyAsync(answer, cancellationToken));
        using var finding = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Root.Json)) output.WriteJson(finding.RootElement);
        else await output.WriteLineAsync($"{Text(finding.RootElement, "id")} of meter {Text(finding.RootElement, "meter")} is {Text(finding.RootElement, "state")}");
        return ExitCode.Ok;
    }

    private static async Task<int> VersionAsync(ServiceClient service, string which, CancellationToken cancellationToken)
    {
        using var page = await AskAsync(service, "/v1/findings", cancellationToken);
        foreach (var finding in page.RootElement.GetProperty("findings").EnumerateArray())
            if (string.Equals(Text(finding, "id"), which, StringComparison.OrdinalIgnoreCase)) return finding.GetProperty("version").GetInt32();
        throw new VerbFailedException(ExitCode.Usage, $"there is no finding {which}; amr review list names them");
    }

    private static async Task<JsonDocument> AskAsync(ServiceClient service, string path, CancellationToken cancellationToken)
    {
        using var answer = await SentAsync(service, () => service.GetAsync(path, cancellationToken));
        if (!answer.IsSuccessStatusCode) throw new VerbFailedException(ExitCode.Failed, await ServiceClient.WhyAsync(answer, cancellationToken));
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    private static async Task<HttpResponseMessage> SentAsync(ServiceClient service, Func<Task<HttpResponseMessage>> ask)
    {
        try
        {
            var answer = await ask();
            return answer.StatusCode == System.Net.HttpStatusCode.Unauthorized ? throw service.WantsKey() : answer;
        }
        catch (LineLostException e)
        {
            throw new VerbFailedException(ExitCode.PortUnavailable, $"{e.Message}; decisions go through the running service, which owns the ledger");
        }
    }

    private static ServiceClient Service(ParseResult parsed) => ServiceChoice.Of(parsed)
        ?? throw new VerbFailedException(ExitCode.Usage, "decisions go through the running service, which owns the ledger: --service none makes no sense here");

    private static string Text(JsonElement finding, string name) => finding.GetProperty(name).GetString() ?? "";
}
