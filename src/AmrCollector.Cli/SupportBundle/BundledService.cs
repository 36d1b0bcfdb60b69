using AmrCollector.Cli.Line.Service;
using AmrCollector.Lines;

namespace AmrCollector.Cli.SupportBundle;

/// <summary>What the running service says of itself.</summary>
internal static class BundledService
{
    private static readonly (string Name, string Path)[] Pages =
    [
        ("status.json", "/v1/status"), ("readyz.txt", "/readyz"), ("lines.json", "/v1/lines"), ("metrics.txt", "/metrics"), ("sinks.json", "/v1/sinks"),
        ("events.json", "/v1/events?limit=1000"), ("gaps.json", "/v1/completeness"), ("traces.json", "/v1/traces"),
    ];

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>Files by name; one that says so when no service answers.</summary>
    internal static async Task<IReadOnlyList<(string Name, string Text)>> AskAsync(ServiceClient? service, CancellationToken cancellationToken)
    {
        if (service is null) return [("service/none.txt", "not asked: --service none\n")];
        List<(string, string)> files = [];
        foreach (var (name, path) in Pages)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Longest);
            try
            {
                using var answer = await service.GetAsync(path, limit.Token);
                var text = await answer.Content.ReadAsStringAsync(limit.Token);
                files.Add(($"service/{name}", answer.IsSuccessStatusCode ? text : $"{(int)answer.StatusCode} {answer.ReasonPhrase}\n{text}"));
            }
            catch (LineLostException e)
            {
                return [("service/none.txt", $"{e.Message}\n")];
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                files.Add(($"service/{name}", $"no answer within {Longest.TotalSeconds} s\n"));
            }
        }

        return files;
    }
}
