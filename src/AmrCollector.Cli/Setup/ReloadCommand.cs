using System.CommandLine;
using System.Net;
using System.Text.Json;
using AmrCollector.Cli.Line;
using AmrCollector.Cli.Line.Service;
using AmrCollector.Lines;

namespace AmrCollector.Cli.Setup;

/// <summary>`amr reload`: the running service goes over to the configuration as its files are now, all of it or nothing.</summary>
internal static class ReloadCommand
{
    private static readonly Option<string> Why = new("--why") { Description = "Why, for the record the service keeps", DefaultValueFactory = _ => "amr reload", HelpName = "TEXT" };

    internal static Command Create()
    {
        Verb verb = new(
            "reload", "Let the running service take its configuration anew: all of it or, on any fault, nothing. What is as it was goes on without a pause",
            "amr reload", "amr reload --config /etc/amr-collector --why \"block 9 added\"") { Why };
        foreach (var option in LineAccess.Options) verb.Options.Add(option);
        verb.SetAction(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var service = ServiceChoice.Of(parsed) ?? throw new VerbFailedException(ExitCode.Usage, "only a running service reloads: --service none makes no sense here");
        try
        {
            using var answer = await service.PostAsync("/v1/reload", new { why = parsed.GetValue(Why) }, cancellationToken);
            if (answer.StatusCode == HttpStatusCode.Unauthorized) throw service.WantsKey();
            if (answer.StatusCode == HttpStatusCode.UnprocessableEntity) throw new VerbFailedException(ExitCode.ConfigurationInvalid, Faults(await answer.Content.ReadAsStringAsync(cancellationToken)));
            if (!answer.IsSuccessStatusCode) throw new VerbFailedException(ExitCode.Failed, await ServiceClient.WhyAsync(answer, cancellationToken));
            using var done = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
            if (parsed.GetValue(Root.Json)) parsed.InvocationConfiguration.Output.WriteJson(done.RootElement);
            else await parsed.InvocationConfiguration.Output.WriteLineAsync($"reloaded; {done.RootElement.GetProperty("summary").GetString()}");
            return ExitCode.Ok;
        }
        catch (LineLostException e)
        {
            throw new VerbFailedException(ExitCode.PortUnavailable, $"{e.Message}; is it running?");
        }
    }

    private static string Faults(string problem)
    {
        using var document = JsonDocument.Parse(problem);
        var faults = document.RootElement.TryGetProperty("faults", out var list) ? list.EnumerateArray().Select(fault => fault.GetString()) : [];
        return $"not reloaded, the old configuration stays in force:{Environment.NewLine}{string.Join(Environment.NewLine, faults)}";
    }
}
