using System.CommandLine;
using System.Net;
using System.Text.Json;
using AmrCollector.Cli.Ledger;
using AmrCollector.Cli.Line;
using AmrCollector.Cli.Line.Service;
using AmrCollector.Gaps;
using AmrCollector.Lines;
using AmrCollector.Service.Web.Gaps;
using Microsoft.AspNetCore.WebUtilities;

namespace AmrCollector.Cli.Gaps;

/// <summary>Who is asked about gaps: the running service, or when none answers the files it left.</summary>
internal sealed class GapsSource : IDisposable
{
    private readonly ServiceClient? _service;
    private readonly GapReader? _files;

    private GapsSource(ServiceClient? service, GapReader? files) => (_service, _files) = (service, files);

    internal static async Task<GapsSource> OpenAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (ServiceChoice.Of(parsed) is { } service)
        {
            if (ServiceChoice.IsNamed(parsed) || await service.LinesAsync(cancellationToken) is not null) return new(service, null);
            service.Dispose();
        }

        var folder = DataFolder.Of(parsed.GetRequiredValue(LineTarget.Config));
        return new(null, GapReader.Open(folder) ?? throw new VerbFailedException(
            ExitCode.PortUnavailable, $"no service answers, and {folder} holds no account of gaps: the collector has not run on it yet"));
    }

    /// <summary>The answer to a question of the API; a sentence when it makes no sense.</summary>
    internal async Task<JsonElement> AskAsync(string path, string query, CancellationToken cancellationToken)
    {
        if (_service is null) return AskFiles(path, query);
        try
        {
            using var answer = await _service.GetAsync($"{path}?{query}", cancellationToken);
            if (answer.StatusCode == HttpStatusCode.Unauthorized) throw _service.WantsKey();
            if (!answer.IsSuccessStatusCode)
                throw new VerbFailedException(answer.StatusCode == HttpStatusCode.BadRequest ? ExitCode.Usage : ExitCode.Failed, await ServiceClient.WhyAsync(answer, cancellationToken));
            return await JsonSerializer.DeserializeAsync<JsonElement>(await answer.Content.ReadAsStreamAsync(cancellationToken), JsonOutput.Options, cancellationToken);
        }
        catch (LineLostException e)
        {
            throw new VerbFailedException(ExitCode.PortUnavailable, e.Message);
        }
    }

    public void Dispose()
    {
        _service?.Dispose();
        _files?.Dispose();
    }

    private JsonElement AskFiles(string path, string query)
    {
        var (answer, why) = GapsApi.Answer(path, QueryHelpers.ParseQuery(query), _files!, TimeProvider.System.GetUtcNow());
        return answer is null ? throw new VerbFailedException(ExitCode.Usage, why) : JsonSerializer.SerializeToElement(answer, JsonOutput.Options);
    }
}
