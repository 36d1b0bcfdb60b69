using System.Net;
using System.Net.Http.Json;
using AmrCollector.Lines;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Cjt188;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Cli.Line.Service;

/// <summary>
/// A line of a running service: every exchange is one turn there, between those of its plans. A send is kept until the first receive says how
/// long to listen; that receive brings all the turn heard, and later ones nothing. What nobody is to answer goes out at once.
/// </summary>
internal sealed class ServiceLine(ServiceClient service, ServedLine line, LineUri uri, TimeProvider time) : ILine
{
    private const int MostTries = 20;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan LongestWindow = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private ReadOnlyMemory<byte> _request;
    private byte[] _heard = [];
    private int _taken;
    private bool _disposed;

    /// <inheritdoc/>
    public LineUri Uri => uri;

    /// <inheritdoc/>
    public bool IsOpen => !_disposed;

    /// <inheritdoc/>
    public long CharacterErrors { get; private set; }

    /// <summary>Why something is written, in the words of who does: the service records it.</summary>
    internal string Why { get; set; } = "";

    /// <summary>The last turn, with the times the service measured; null before the first.</summary>
    internal Turn? LastTurn { get; private set; }

    /// <inheritdoc/>
    public ValueTask OpenAsync(CancellationToken cancellationToken) => default;

    /// <inheritdoc/>
    public async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        await SendKeptAsync(TimeSpan.Zero, cancellationToken);
        (_heard, _taken) = ([], 0);
    }

    /// <inheritdoc/>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await SendKeptAsync(TimeSpan.Zero, cancellationToken);
        _request = bytes.ToArray();
        if (IsBroadcast(bytes.Span)) await SendKeptAsync(TimeSpan.Zero, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, long deadline, CancellationToken cancellationToken)
    {
        var window = time.GetElapsedTime(time.GetTimestamp(), deadline);
        await SendKeptAsync(window < TimeSpan.Zero ? TimeSpan.Zero : window, cancellationToken);
        var count = Math.Min(buffer.Length, _heard.Length - _taken);
        _heard.AsSpan(_taken, count).CopyTo(buffer.Span);
        _taken += count;
        return count;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        try
        {
            await SendKeptAsync(TimeSpan.Zero, CancellationToken.None);
        }
        finally
        {
            service.Dispose();
        }
    }

    private async ValueTask SendKeptAsync(TimeSpan window, CancellationToken cancellationToken)
    {
        if (_request.IsEmpty) return;
        var request = _request;
        _request = default;
        if (window > LongestWindow) window = LongestWindow;
        TurnOrder order = new(
            line.Name, Convert.ToHexString(request.Span), (decimal)window.Ticks / TimeSpan.TicksPerMillisecond, HasWildcard(request.Span) ? "window" : "reply",
            SettingOf(uri.Baud, line.Uri.Baud), uri.Kind == LineKind.Serial && uri.Format != line.Uri.Format ? uri.Format : null, Why);
        LastTurn = await TurnAsync(order, window, cancellationToken);
        (_heard, _taken) = (Convert.FromHexString(LastTurn.Heard), 0);
        CharacterErrors += LastTurn.CharacterErrors;
    }

    private int? SettingOf(int wanted, int own) => uri.Kind == LineKind.Serial && wanted != own ? wanted : null;

    private async Task<Turn> TurnAsync(TurnOrder order, TimeSpan window, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(window + LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            for (var tries = 1; ; tries++)
            {
                using var answer = await service.PostAsync("/v1/exchanges", order, either.Token);
                if (answer.IsSuccessStatusCode) return (await answer.Content.ReadFromJsonAsync<Turn>(JsonOutput.Options, either.Token))!;
                if (answer.StatusCode != HttpStatusCode.TooManyRequests || tries == MostTries) throw await FailureAsync(answer, either.Token);
                await Task.Delay(Pause, time, either.Token);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new LineLostException($"the service at {service.Address} gave no turn on line {line.Name} in time");
        }
    }

    private async Task<Exception> FailureAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var why = await ServiceClient.WhyAsync(answer, cancellationToken);
        return answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => service.WantsKey(),
            HttpStatusCode.Forbidden => new VerbFailedException(ExitCode.Failed, why),
            HttpStatusCode.UnprocessableEntity or HttpStatusCode.TooManyRequests => new LineUnavailableException(why),
            _ => new LineLostException($"line {line.Name} of the service: {why}"),
        };
    }

    // With a wildcard several meters may answer, and all of them must be heard.
    private static bool HasWildcard(ReadOnlySpan<byte> request)
    {
        request = request[Dlt645Frame.PreambleLength(request)..];
        if (Dlt645Frame.TryParse(request, out var dlt645)) return dlt645.Address.HasWildcard;
        return Cjt188Frame.TryParse(request, out var module) && module.Address.HasWildcard;
    }

    private bool IsBroadcast(ReadOnlySpan<byte> request) => RequestKind.Of(request, uri.Kind == LineKind.ModbusTcp).IsBroadcast;
}
