using System.CommandLine;
using System.Text.Json;

namespace AmrCollector.Cli.Feed;

/// <summary>`amr feed tail`: what a consumer that pulls is given.</summary>
internal static class FeedTail
{
    /// <summary>Where to begin.</summary>
    internal static Option<string?> After { get; } = new("--after") { Description = "Cursor to begin after; from the first entry when left out", HelpName = "CURSOR" };

    internal static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var service = FeedCommand.Service(parsed);
        var output = parsed.InvocationConfiguration.Output;
        var cursor = parsed.GetValue(After) ?? "";
        while (true)
        {
            var path = $"/v1/readings?limit=1000&wait=30s{(cursor.Length > 0 ? "&after=" + Uri.EscapeDataString(cursor) : "")}";
            using var answer = await FeedCommand.SentAsync(service, () => service.GetAsync(path, cancellationToken));
            if (!answer.IsSuccessStatusCode) throw new VerbFailedException(ExitCode.Failed, await Line.Service.ServiceClient.WhyAsync(answer, cancellationToken));
            using var page = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
            foreach (var entry in page.RootElement.GetProperty("entries").EnumerateArray()) await output.WriteLineAsync(entry.GetRawText());
            await output.FlushAsync(cancellationToken);
            cursor = page.RootElement.GetProperty("next").GetString()!;
        }
    }
}
