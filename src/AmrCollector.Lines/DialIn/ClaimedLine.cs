namespace AmrCollector.Lines.DialIn;

/// <summary>The line over a connection that has still to prove which unit it is.</summary>
internal sealed class ClaimedLine(LineUri uri, UnitConnection connection) : ILine
{
    public LineUri Uri => uri;

    public bool IsOpen => connection.Lost is null;

    public ValueTask OpenAsync(CancellationToken cancellationToken) =>
        IsOpen ? default : ValueTask.FromException(new LineUnavailableException($"{connection.From}: {connection.Lost}"));

    public ValueTask DrainAsync(CancellationToken cancellationToken) => connection.DrainAsync(cancellationToken);

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => connection.SendAsync(bytes, cancellationToken);

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, long deadline, CancellationToken cancellationToken) => connection.ReceiveAsync(buffer, deadline, cancellationToken);

    public ValueTask DisposeAsync()
    {
        connection.Lose("the line was closed");
        return default;
    }
}
