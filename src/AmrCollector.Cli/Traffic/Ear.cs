using System.CommandLine;
using AmrCollector.Cli.Line;
using AmrCollector.Cli.Line.Service;
using AmrCollector.Lines;
using AmrCollector.Polling.Traffic;

namespace AmrCollector.Cli.Traffic;

/// <summary>
/// A line that is listened to and never talked on: through the service that owns it, else opened here, exclusively; a serial server is
/// listened to as its client.
/// </summary>
internal sealed class Ear : IAsyncDisposable
{
    private readonly ILine? _line;
    private readonly ServiceClient? _service;
    private readonly HttpResponseMessage? _traffic;

    private Ear(LineUri uri, string shown, ILine? line, ServiceClient? service, HttpResponseMessage? traffic) =>
        (Line, Shown, _line, _service, _traffic) = (uri, shown, line, service, traffic);

    /// <summary>The line.</summary>
    internal LineUri Line { get; }

    /// <summary>It and the way to it, for a sentence.</summary>
    internal string Shown { get; }

    /// <summary>Begins to listen; exit code 6 when the port is absent or held by a stranger.</summary>
    internal static async Task<Ear> OpenAsync(string target, ParseResult parsed, CancellationToken cancellationToken)
    {
        var uri = await LineAccess.FindAsync(target, parsed, cancellationToken);
        if (await LineAccess.OwnerAsync(uri, parsed, cancellationToken) is var (service, served)) return await ThroughAsync(service, served, cancellationToken);
        var line = LineFactory.CreateListener(uri with { Echo = false }, TimeProvider.System);
        try
        {
            await line.OpenAsync(cancellationToken);
            return new(uri, uri.Text, line, null, null);
        }
        catch
        {
            await line.DisposeAsync();
            throw;
        }
    }

    /// <summary>Hands over what is heard until the time is over; exit code 6 when the line is lost.</summary>
    internal async Task HearAsync(Action<TrafficPiece> hear, TimeSpan? limit, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(limit ?? Timeout.InfiniteTimeSpan, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            await foreach (var piece in PiecesAsync(either.Token)) hear(piece);
            if (_traffic is not null) throw new VerbFailedException(ExitCode.PortUnavailable, "the service has ended");
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return;
        }
        catch (Exception lost) when (lost is LineLostException or IOException)
        {
            throw new VerbFailedException(ExitCode.PortUnavailable, $"the line was lost: {lost.Message}");
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _traffic?.Dispose();
        _service?.Dispose();
        if (_line is not null) await _line.DisposeAsync();
    }

    private static async Task<Ear> ThroughAsync(ServiceClient service, ServedLine served, CancellationToken cancellationToken)
    {
        var traffic = await service.GetAsync($"/v1/lines/{Uri.EscapeDataString(served.Name)}/traffic", cancellationToken);
        if (traffic.IsSuccessStatusCode) return new(served.Uri, $"{served.Name} through the service at {service.Address}", null, service, traffic);
        using (service)
        using (traffic)
            throw new VerbFailedException(ExitCode.PortUnavailable, await ServiceClient.WhyAsync(traffic, cancellationToken));
    }

    private async IAsyncEnumerable<TrafficPiece> PiecesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_line is not null)
        {
            await foreach (var piece in TrafficSource.OfLineAsync(_line, TimeProvider.System, cancellationToken)) yield return piece;
            yield break;
        }

        using var text = new StreamReader(await _traffic!.Content.ReadAsStreamAsync(cancellationToken));
        await foreach (var piece in TrafficSource.OfTextAsync(text, Shown, cancellationToken)) yield return piece;
    }
}
