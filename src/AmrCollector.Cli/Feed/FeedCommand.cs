using System.CommandLine;
using System.Text.Json;
using AmrCollector.Cli.Line;
using AmrCollector.Cli.Line.Service;
using AmrCollector.Lines;

namespace AmrCollector.Cli.Feed;

/// <summary>`amr feed`: how far each consumer has come, and delivering again. Goes through the running service, which owns the cursors.</summary>
internal static class FeedCommand
{
    private static readonly Option<string> Sink = new("--sink") { Description = "Name of the sink; the events of a webhook are NAME/events", Required = true, HelpName = "NAME" };
    private static readonly Option<string> From = new("--from")
    {
        Description = "A cursor, the id of the first entry to send again, or beginning",
        Required = true,
        HelpName = "CURSOR",
    };

    internal static Command Create()
    {
        Verb feed = new("feed", "Follow what consumers are given, and deliver again", "amr feed list", "amr feed resend --sink billing --from beginning");
        Verb list = new("list", "Every sink: lag, trouble, what it refused", "amr feed list", "amr feed list --json");
        Verb tail = new("tail", "The feed as a consumer pulls it, an entry a line, until Ctrl-C", "amr feed tail", "amr feed tail --after CURSOR | jq .value") { FeedTail.After };
        Verb resend = new("resend", "Deliver again from a place on, under new push ids; entry ids stay", "amr feed resend --sink billing --from beginning", "amr feed resend --sink billing --from 0d4c4a2c9d1e-184213") { Sink, From };
        Verb resume = new("resume", "Go on with a sink that was disabled", "amr feed resume --sink billing") { Sink };
        foreach (var verb in (Verb[])[list, tail, resend, resume])
        {
            foreach (var option in LineAccess.Options) verb.Options.Add(option);
            feed.Subcommands.Add(verb);
        }

        list.SetAction(ListAsync);
        tail.SetAction(FeedTail.RunAsync);
        resend.SetAction((parsed, cancellationToken) => ResendAsync(parsed, parsed.GetRequiredValue(From), cancellationToken));
        resume.SetAction((parsed, cancellationToken) => ResendAsync(parsed, null, cancellationToken));
        return feed;
    }

    /// <summary>The service to turn to; exit code 2 with --service none.</summary>
    internal static ServiceClient Service(ParseResult parsed) =>
        ServiceChoice.Of(parsed) ?? throw new VerbFailedException(ExitCode.Usage, "the feed is the running service's: --service none leaves nobody to ask");

    /// <summary>A page of the service; exit code 6 when none runs.</summary>
    internal static async Task<HttpResponseMessage> SentAsync(ServiceClient service, Func<Task<HttpResponseMessage>> ask)
    {
        try
        {
            var answer = await ask();
            return answer.StatusCode == System.Net.HttpStatusCode.Unauthorized ? throw service.WantsKey() : answer;
        }
        catch (LineLostException e)
        {
            throw new VerbFailedException(ExitCode.PortUnavailable, $"{e.Message}; the running service owns the cursors");
        }
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var service = Service(parsed);
        using var answer = await SentAsync(service, () => service.GetAsync("/v1/sinks", cancellationToken));
        if (!answer.IsSuccessStatusCode) throw new VerbFailedException(ExitCode.Failed, await ServiceClient.WhyAsync(answer, cancellationToken));
        using var page = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        var output = parsed.InvocationConfiguration.Output;
        var sinks = page.RootElement.GetProperty("sinks").EnumerateArray().ToList();
        if (sinks.Count == 0 && !parsed.GetValue(Root.Json)) await output.WriteLineAsync("no sinks are configured; consumers pull /v1/readings");
        foreach (var sink in sinks)
        {
            if (parsed.GetValue(Root.Json)) output.WriteJson(sink);
            else await output.WriteLineAsync($"{Text(sink, "name"),-16} {sink.GetProperty("lag").GetInt64(),10} behind  {Text(sink, "place")}  {Text(sink, "trouble")}".TrimEnd());
        }

        return ExitCode.Ok;
    }

    private static async Task<int> ResendAsync(ParseResult parsed, string? from, CancellationToken cancellationToken)
    {
        using var service = Service(parsed);
        var sink = parsed.GetRequiredValue(Sink);
        using var answer = await SentAsync(service, () => service.PostAsync("/v1/sinks/resend", new { sink, from }, cancellationToken));
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode) throw new VerbFailedException(ExitCode.Failed, await ServiceClient.WhyAsync(answer, cancellationToken));
        using var done = JsonDocument.Parse(text);
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Root.Json)) output.WriteJson(done.RootElement);
        else await output.WriteLineAsync($"sink {sink} delivers from {Text(done.RootElement, "from")} on");
        return ExitCode.Ok;
    }

    private static string Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
