using System.CommandLine;
using AmrCollector.Cli.Line;
using AmrCollector.Cli.Review;

namespace AmrCollector.Cli.Explain;

/// <summary>`amr explain`: why a number is what it is.</summary>
internal static class ExplainCommand
{
    private static readonly Argument<string> Which = new("ENTRY") { Description = "Id of an entry as the feed names it, or its place in the ledger" };

    internal static Verb Create()
    {
        Verb verb = new(
            "explain", "Why a number is what it is: verdict and rules with their thresholds, revisions, registers around it, the frames that told it, orders and events.",
            "amr explain 4f0c81d2a9be-1207", "amr explain 1207 --json") { Which };
        foreach (var option in LineAccess.Options) verb.Options.Add(option);
        verb.SetAction(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using ReviewService service = new(parsed);
        using var story = await service.GetAsync($"/v1/entries/{Uri.EscapeDataString(parsed.GetRequiredValue(Which))}", cancellationToken);
        if (parsed.GetValue(Root.Json)) parsed.InvocationConfiguration.Output.WriteJson(story.RootElement);
        else StoryText.Write(parsed.InvocationConfiguration.Output, story.RootElement);
        return ExitCode.Ok;
    }
}
