using System.CommandLine;
using System.Net;
using System.Text.Json;
using AmrCollector.Cli.Line.Service;
using AmrCollector.Lines;

namespace AmrCollector.Cli.Orders;

/// <summary>Talks to the service about orders; every refusal ends the verb with the service's own words.</summary>
internal sealed class OrderService : IDisposable
{
    private const int Conflict = 409;
    private readonly ServiceClient _service;

    internal OrderService(ParseResult parsed) => _service = ServiceChoice.Of(parsed)
        ?? throw new VerbFailedException(ExitCode.Usage, "orders go through the running service, which owns the ledger: --service none makes no sense here");

    /// <summary>A page.</summary>
    internal async Task<JsonDocument> GetAsync(string path, CancellationToken cancellationToken) =>
        await ReadAsync(await SentAsync(() => _service.GetAsync(path, cancellationToken)), cancellationToken);

    /// <summary>Sends a body with a key of its own, so that a repeat files nothing twice.</summary>
    internal async Task<JsonDocument> PostAsync(string path, HttpContent content, string? key, CancellationToken cancellationToken) =>
        await ReadAsync(await SentAsync(() => _service.PostContentAsync(path, content, key, cancellationToken)), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _service.Dispose();

    private static async Task<JsonDocument> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            if (answer.IsSuccessStatusCode) return JsonDocument.Parse(text);
            if ((int)answer.StatusCode is 422 or Conflict && Faults(text) is { Length: > 0 } faults) throw new VerbFailedException(ExitCode.ValidationFailed, faults);
            throw new VerbFailedException(ExitCode.Failed, await ServiceClient.WhyAsync(answer, cancellationToken));
        }
    }

    /// <summary>One line a fault: row, column, what to do.</summary>
    private static string Faults(string text)
    {
        using var problem = JsonDocument.Parse(text);
        if (!problem.RootElement.TryGetProperty("faults", out var faults)) return problem.RootElement.TryGetProperty("detail", out var detail) ? detail.GetString() ?? "" : "";
        var lines = faults.EnumerateArray().Select(fault => $"row {fault.GetProperty("row").GetInt32()}, {fault.GetProperty("column").GetString()}: {fault.GetProperty("what").GetString()}");
        return $"nothing was entered:{Environment.NewLine}{string.Join(Environment.NewLine, lines)}";
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
            throw new VerbFailedException(ExitCode.PortUnavailable, $"{e.Message}; orders go through the running service, which owns the ledger");
        }
    }
}
