using System.CommandLine;
using AmrCollector.Cli.Line;
using AmrCollector.Lines;
using AmrCollector.Polling.Traffic;

namespace AmrCollector.Cli.Traffic;

/// <summary>A line that is listened to and never talked on: opened here, exclusively.</summary>
internal sealed class Ear : IAsyncDisposable
{
    private readonly ILine _line;

    private Ear(ILine line) => _line = line;

    /// <summary>The line.</summary>
    internal LineUri? Line => _line.Uri;

    /// <summary>It, for a sentence.</summary>
    internal string Shown => _line.Uri.Text;

    /// <summary>Opens it; exit code 6 when the port is absent or held by a stranger.</summary>
    internal static async Task<Ear> OpenAsync(string target, ParseResult parsed, CancellationToken cancellationToken)
    {
        var uri = LineTarget.Find(target, parsed.GetValue(LineTarget.Config)!);
        var line = LineFactory.Create(uri with { Echo = false }, TimeProvider.System);
        try
        {
            await line.OpenAsync(cancellationToken);
            return new(line);
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
            await foreach (var piece in TrafficSource.OfLineAsync(_line, TimeProvider.System, either.Token)) hear(piece);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return;
        }
        catch (LineLostException lost)
        {
            throw new VerbFailedException(ExitCode.PortUnavailable, $"the line was lost: {lost.Message}");
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _line.DisposeAsync();
}
