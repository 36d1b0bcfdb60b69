using System.CommandLine;
using System.Net;
using System.Text.Json;
using AmrCollector.Cli.Line;
using AmrCollector.Cli.Line.Service;
using AmrCollector.Lines;
using AmrCollector.Models;
using AmrCollector.Polling.Traffic;
using AmrCollector.Service.Configuration;

namespace AmrCollector.Cli.Traffic;

/// <summary>`amr trace`: the frames of one meter in the service's log at level trace, and here, for a time; then it ends by itself.</summary>
internal static class TraceCommand
{
    private static readonly Argument<string> Number = new("METER") { Description = "A meter of the list" };
    private static readonly Argument<string> Span = new("TIME") { Description = "How long, up to 24h", DefaultValueFactory = _ => "10m" };
    private static readonly Option<bool> Detach = new("--detach") { Description = "Only begin it: the frames are in the service's log" };
    private static readonly Option<bool> Off = new("--off") { Description = "End it before its time" };
    private static readonly Option<string?> Why = new("--why") { Description = "Why, for the record the service keeps", HelpName = "TEXT" };

    internal static Command Create()
    {
        Verb verb = new(
            "trace", "Traces the frames of one meter for a time, in the running service's log at level trace and here, decoded as they flow. Ends by itself; Ctrl-C ends it too",
            "amr trace 000012345601 10m", "amr trace 000012345601 2h --detach --why \"ticket 4711\"", "amr trace 000012345601 --off") { Number, Span, Detach, Off, Why };
        foreach (var option in LineAccess.Options) verb.Options.Add(option);
        verb.SetAction(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var path = $"/v1/meters/{Uri.EscapeDataString(parsed.GetRequiredValue(Number))}/trace";
        using var service = ServiceChoice.Of(parsed) ?? throw new VerbFailedException(ExitCode.Usage, "only a running service traces: --service none makes no sense here; amr watch listens to a line without one");
        try
        {
            if (parsed.GetValue(Off)) return await EndAsync(service, path, parsed, cancellationToken);
            using var began = await service.PostAsync(path, new { @for = parsed.GetRequiredValue(Span), why = parsed.GetValue(Why) ?? $"amr trace {parsed.GetRequiredValue(Number)}" }, cancellationToken);
            var trace = await TakenAsync(service, began, cancellationToken);
            if (parsed.GetValue(Detach)) return Tell(parsed, trace);
            await FollowAsync(service, path, trace, parsed, cancellationToken);
            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (!parsed.GetValue(Detach)) (await service.DeleteAsync(path, CancellationToken.None)).Dispose();
            throw;
        }
        catch (LineLostException e)
        {
            throw new VerbFailedException(ExitCode.PortUnavailable, $"{e.Message}; is it running?");
        }
    }

    private static async Task<int> EndAsync(ServiceClient service, string path, ParseResult parsed, CancellationToken cancellationToken)
    {
        using var ended = await service.DeleteAsync(path, cancellationToken);
        var trace = await TakenAsync(service, ended, cancellationToken);
        if (parsed.GetValue(Root.Json)) parsed.InvocationConfiguration.Output.WriteJson(trace);
        else await parsed.InvocationConfiguration.Output.WriteLineAsync($"ended; {trace.GetProperty("frames")} frames were traced");
        return ExitCode.Ok;
    }

    private static async Task FollowAsync(ServiceClient service, string path, JsonElement trace, ParseResult parsed, CancellationToken cancellationToken)
    {
        var streams = parsed.InvocationConfiguration;
        if (!parsed.GetValue(Root.Json)) Prose.Write(streams.Error, "traces", Sentence(trace));
        using var followed = await service.GetAsync(path, cancellationToken);
        if (followed.StatusCode == HttpStatusCode.NotFound) return; // its time was over before anybody could follow
        await TakenAsync(service, followed, cancellationToken, isStream: true);
        WatchText text = new(streams.Output, new HeardValues(ModelOf(trace, parsed)));
        Overhearing overhearing = new(trace.GetProperty("isModbusTcp").GetBoolean(), heard =>
        {
            if (parsed.GetValue(Root.Json)) streams.Output.WriteJson(WatchJson.Of(heard));
            else text.Write(heard);
            streams.Output.Flush();
        });
        using StreamReader lines = new(await followed.Content.ReadAsStreamAsync(cancellationToken));
        try
        {
            await foreach (var piece in TrafficSource.OfTextAsync(lines, "the trace", cancellationToken)) overhearing.Add(piece);
        }
        catch (IOException e)
        {
            throw new VerbFailedException(ExitCode.PortUnavailable, $"the service has ended: {e.Message}");
        }

        overhearing.Flush();
    }

    /// <summary>The model, where the configuration at hand has it; without one frames are decoded by the dictionary.</summary>
    private static MeterModel? ModelOf(JsonElement trace, ParseResult parsed) =>
        ConfigurationLoader.Load(parsed.GetRequiredValue(LineTarget.Config)).Configuration?.Setup.Models.GetValueOrDefault(trace.GetProperty("model").GetString() ?? "");

    private static int Tell(ParseResult parsed, JsonElement trace)
    {
        if (parsed.GetValue(Root.Json)) parsed.InvocationConfiguration.Output.WriteJson(trace);
        else parsed.InvocationConfiguration.Output.WriteLine(Sentence(trace));
        return ExitCode.Ok;
    }

    private static string Sentence(JsonElement trace) =>
        $"meter {trace.GetProperty("meter").GetString()} on {trace.GetProperty("line").GetString()} until {trace.GetProperty("until").GetDateTimeOffset():yyyy-MM-dd HH:mm:ss}Z; each frame is a line of the service's log";

    private static async Task<JsonElement> TakenAsync(ServiceClient service, HttpResponseMessage answer, CancellationToken cancellationToken, bool isStream = false)
    {
        if (answer.StatusCode == HttpStatusCode.Unauthorized) throw service.WantsKey();
        if (!answer.IsSuccessStatusCode) throw new VerbFailedException(answer.StatusCode == HttpStatusCode.BadRequest ? ExitCode.Usage : ExitCode.Failed, await ServiceClient.WhyAsync(answer, cancellationToken));
        return isStream ? default : await JsonSerializer.DeserializeAsync<JsonElement>(await answer.Content.ReadAsStreamAsync(cancellationToken), JsonOutput.Options, cancellationToken);
    }
}
