namespace AmrCollector.Lines;

/// <summary>A line that can only be listened to.</summary>
/// <param name="line">The line; disposed with this.</param>
internal sealed class ListeningLine(ILine line) : ILine
{
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
    public ValueTask DrainAsync(CancellationToken cancellationToken) => line.DrainAsync(cancellationToken);

    /// <summary>Always throws <see cref="InvalidOperationException"/>.</summary>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"{line.Uri.Text} was opened to listen");

    /// <inheritdoc/>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, long deadline, CancellationToken cancellationToken) =>
        line.ReceiveAsync(buffer, deadline, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => line.DisposeAsync();
}
