namespace AmrCollector.Lines;

/// <summary>A line that others may listen to. With no listener every call goes straight through.</summary>
/// <param name="line">The line; disposed with this.</param>
/// <param name="tap">Where they listen.</param>
public sealed class TappedLine(ILine line, LineTap tap) : ILine
{
    private readonly SecretBlanking _secrets = new();

    /// <inheritdoc/>
    public LineUri Uri => line.Uri;

    /// <inheritdoc/>
    public bool IsOpen => line.IsOpen;

    /// <inheritdoc/>
    public long CharacterErrors => line.CharacterErrors;

    /// <inheritdoc/>
    public ValueTask OpenAsync(CancellationToken cancellationToken) => line.OpenAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask ApplyAsync(LineSettings settings, CancellationToken cancellationToken) => line.ApplyAsync(settings, cancellationToken);

    /// <inheritdoc/>
    public Task? WhenReachable(CancellationToken cancellationToken) => line.WhenReachable(cancellationToken);

    /// <inheritdoc/>
    public Task? WhenLost => line.WhenLost;

    /// <inheritdoc/>
    public bool TellsOfItself => line.TellsOfItself;

    /// <inheritdoc/>
    public bool SaysWhenSent => line.SaysWhenSent;

    /// <inheritdoc/>
    public LineClaim? Claim => line.Claim;

    /// <inheritdoc/>
    public void Lose(string why) => line.Lose(why);

    /// <inheritdoc/>
    public ValueTask DrainAsync(CancellationToken cancellationToken) => line.DrainAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _secrets.Note(bytes.Span); // also with no listener: one may come before the echo does
        return tap.IsSilent ? line.SendAsync(bytes, cancellationToken) : SendAloudAsync(bytes, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, long deadline, CancellationToken cancellationToken) =>
        tap.IsSilent ? line.ReceiveAsync(buffer, deadline, cancellationToken) : ReceiveAloudAsync(buffer, deadline, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => line.DisposeAsync();

    private async ValueTask SendAloudAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await line.SendAsync(bytes, cancellationToken);
        tap.Tell(TrafficDirection.Sent, _secrets.OfSent(bytes.Span));
    }

    private async ValueTask<int> ReceiveAloudAsync(Memory<byte> buffer, long deadline, CancellationToken cancellationToken)
    {
        var heard = await line.ReceiveAsync(buffer, deadline, cancellationToken);
        if (heard > 0) tap.Tell(TrafficDirection.Heard, _secrets.OfHeard(buffer.Span[..heard]));
        return heard;
    }
}
