using System.CommandLine;
using AmrCollector.Cli.Line;
using AmrCollector.Cli.Line.Service;
using AmrCollector.Service.Configuration;

namespace AmrCollector.Cli.Doctor;

/// <summary>`amr doctor`: looks at the box and everything the configuration names, and says what to do.</summary>
internal static class DoctorCommand
{
    private const int MostFaults = 5;

    private static readonly Option<bool> NoBrokers = new("--no-brokers") { Description = "Leave the brokers alone: their trial publishes 2000 small messages below amr-check/" };

    internal static Command Create()
    {
        Verb verb = new(
            "doctor", "Checks the box: configuration, clock, disk, ports, peers, brokers, the running service; and says what to do",
            "amr doctor", "amr doctor --config /etc/amr-collector --json") { NoBrokers };
        foreach (var option in LineAccess.Options) verb.Options.Add(option);
        verb.SetAction(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var output = parsed.InvocationConfiguration.Output;
        var bad = 0;
        await foreach (var one in ExamineAsync(parsed, triesBrokers: !parsed.GetValue(NoBrokers), cancellationToken))
        {
            if (one.State == PartState.Bad) bad++;
            if (parsed.GetValue(Root.Json)) output.WriteJson(new { one.Part, one.State, one.Says, Try = one.Try.Length > 0 ? one.Try : null });
            else Tell(output, one);
            await output.FlushAsync(cancellationToken);
        }

        return bad == 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    /// <summary>Everything that is looked at, part by part; brokers are tried only when <paramref name="triesBrokers"/>.</summary>
    internal static async IAsyncEnumerable<Examined> ExamineAsync(ParseResult parsed, bool triesBrokers, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = parsed.GetRequiredValue(LineTarget.Config);
        var (configuration, faults) = ConfigurationLoader.Load(folder);
        yield return configuration is not null
            ? Examined.Ok("config", $"{folder}: {configuration.Setup.Meters.Count} meters on {configuration.Setup.Lines.Count} lines, no faults")
            : Examined.Bad("config", $"{folder}: {string.Join("; ", faults.Take(MostFaults))}{(faults.Count > MostFaults ? $"; and {faults.Count - MostFaults} more" : "")}", $"amr check --config {folder}");
        yield return BoxExam.Clock(TimeProvider.System.GetUtcNow());
        yield return SecretsExam.Of(folder);
        using var service = ServiceChoice.Of(parsed);
        var running = service is null ? null : await ServiceExam.OfAsync(service, cancellationToken);
        foreach (var one in running ?? [Examined.Watch("service", "none answers: ports and peers are tried from here", "systemctl start amr-collector, or AmrCollector.Service --config")]) yield return one;
        if (configuration is null) yield break;

        foreach (var one in BoxExam.Disk(configuration.Setup.DataFolder)) yield return one;
        if (BoxExam.Files(configuration.Setup.Lines.Count) is { } files) yield return files;
        if (running is null)
        {
            foreach (var line in configuration.Setup.Lines)
                if (await RoadExam.LineAsync(line.Name, line.Uri, cancellationToken) is { } road) yield return road;
        }

        foreach (var sink in configuration.Sinks)
            if (await SinkAsync(sink, cancellationToken) is { } one) yield return one;
        if (!triesBrokers) yield break;
        foreach (var (name, options) in configuration.Setup.Brokers)
        {
            var wantsShares = configuration.Setup.Reports.Any(rule => rule.Broker == name && rule.Topic.Filter.StartsWith("$share/", StringComparison.Ordinal));
            foreach (var one in await BrokerExam.OfAsync(name, options, wantsShares, cancellationToken)) yield return one;
        }
    }

    private static async Task<Examined?> SinkAsync(SinkSettings sink, CancellationToken cancellationToken) => sink switch
    {
        SinkSettings.Webhook { Options.Url: var url } => await RoadExam.PeerAsync($"sink {sink.Name}", url.Host, url.Port, cancellationToken),
        SinkSettings.Influx { Options.Url: var url } => await RoadExam.PeerAsync($"sink {sink.Name}", url.Host, url.Port, cancellationToken),
        SinkSettings.Files { Options.Folder: var folder } => BoxExam.Disk(folder).LastOrDefault() is { } disk ? disk with { Part = $"sink {sink.Name}" } : null,
        _ => null,
    };

    private static void Tell(TextWriter output, Examined one)
    {
        var (word, colour) = one.State switch
        {
            PartState.Ok => ("ok", Terminal.Green),
            PartState.Watch => ("look", Terminal.Yellow),
            _ => ("BAD", Terminal.Red),
        };
        Prose.Write(output, word, $"{one.Part}: {one.Says}", word, colour);
        if (one.Try.Length > 0) Prose.Write(output, "", $"-> {one.Try}");
    }
}
