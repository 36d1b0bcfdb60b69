using System.CommandLine;
using System.Net;
using System.Text.Json;
using AmrCollector.Cli.Line.Service;
using AmrCollector.Lines;

namespace AmrCollector.Cli.Review;

/// <summary>Talks to the service about what waits; every refusal ends the verb with the service's own words.</summary>
internal sealed class ReviewService : IDisposable
{
    private readonly ServiceClient _service;

    internal ReviewService(ParseResult parsed) => _service = ServiceChoice.Of(parsed)
        ?? throw new VerbFailedException(ExitCode.Usage, "this goes through the running service, which owns the ledger: --service none makes no sense here");

    /// <summary>A page; exit code 2 when there is no such thing.</summary>
    internal async Task<JsonDocument> GetAsync(string path, CancellationToken cancellationToken) =>
        await ReadAsync(await SentAsync(() => _service.GetAsync(path, cancellationToken)), cancellationToken);

    /// <summary>The answer to a decision; exit code 1 when somebody else was first, 7 when the register cannot have it.</summary>
    internal async Task<JsonDocument> PostAsync<T>(string path, T body, CancellationToken cancellationToken) =>
        await ReadAsync(await SentAsync(() => _service.PostAsync(path, body, cancellationToken)), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _service.Dispose();

    private static async Task<JsonDocument> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        using (answer)
        {
            if (answer.IsSuccessStatusCode) return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
            var exit = answer.StatusCode switch
            {
                HttpStatusCode.NotFound or HttpStatusCode.BadRequest => ExitCode.Usage,
                HttpStatusCode.UnprocessableEntity => ExitCode.ValidationFailed,
                _ => ExitCode.Failed,
            };
            throw new VerbFailedException(exit, await ServiceClient.WhyAsync(answer, cancellationToken));
        }
    }

    private async Task<HttpResponseMessage> SentAsync(Func<Task<HttpResponseMessage>> ask)
    {
        try
        {
            var answer = await ask();
            return answer.StatusCode == HttpStatusCode.Unauthorized ? throw _service.WantsKey() : answer;
        }
        catch (LineLostException e)
        {
            throw new VerbFailedException(ExitCode.PortUnavailable, $"{e.Message}; this goes through the running service, which owns the ledger");
        }
    }
}
