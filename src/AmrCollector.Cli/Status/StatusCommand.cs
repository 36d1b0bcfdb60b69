using System.CommandLine;
using System.Net;
using System.Text.Json;
using AmrCollector.Cli.Line;
using AmrCollector.Cli.Line.Service;
using AmrCollector.Lines;

namespace AmrCollector.Cli.Status;

/// <summary>`amr status`: how the site is, from the running service.</summary>
internal static class StatusCommand
{
    private static readonly Option<bool> All = new("--all") { Description = "Every line, also the many that are well" };

    internal static Command Create()
    {
        Verb verb = new(
            "status", "How the site is, in one sentence and then in full: lines, ledger, feed, alarms, clocks",
            "amr status", "amr status --service http://10.0.0.5:8645 --key-file amr.key", "amr status --json --config /etc/amr-collector") { All };
        foreach (var option in LineAccess.Options) verb.Options.Add(option);
        verb.SetAction(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var service = ServiceChoice.Of(parsed) ?? throw new VerbFailedException(ExitCode.Usage, "the status is the running service's: leave out --service none");
        var status = await AskAsync(service, cancellationToken);
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Root.Json)) output.WriteJson(status);
        else new StatusText(status, output).Write(service.Address, parsed.GetValue(All));
        return status.GetProperty("health").GetProperty("level").GetString() == "bad" ? ExitCode.Failed : ExitCode.Ok;
    }

    private static async Task<JsonElement> AskAsync(ServiceClient service, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await service.GetAsync("/v1/status", cancellationToken);
            if (answer.StatusCode == HttpStatusCode.Unauthorized) throw service.WantsKey();
            if (!answer.IsSuccessStatusCode) throw new VerbFailedException(ExitCode.Failed, await ServiceClient.WhyAsync(answer, cancellationToken));
            return await JsonSerializer.DeserializeAsync<JsonElement>(await answer.Content.ReadAsStreamAsync(cancellationToken), JsonOutput.Options, cancellationToken);
        }
        catch (LineLostException)
        {
            throw new VerbFailedException(ExitCode.PortUnavailable, $"no service answers at {service.Address}: is it running? --service URL names another");
        }
        catch (JsonException)
        {
            throw new VerbFailedException(ExitCode.Failed, $"what answers at {service.Address} is no AmrCollector");
        }
    }
}
