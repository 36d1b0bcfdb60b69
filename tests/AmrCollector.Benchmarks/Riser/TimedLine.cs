using AmrCollector.Lines;

namespace AmrCollector.Benchmarks.Riser;

/// <summary>A line that notes what each exchange on it carried and when it began; it adds nothing else. One owner, as any line.</summary>
internal sealed class TimedLine(ILine line, TimeProvider time, Func<long> answered, Action<CarriedExchange> ended) : ILine
{
    private long _began;
    private long _answeredBefore;
    private int _sent;
    private int _received;

    public LineUri Uri => line.Uri;

    public bool IsOpen => line.IsOpen;

    public long CharacterErrors => line.CharacterErrors;

    public ValueTask OpenAsync(CancellationToken cancellationToken) => line.OpenAsync(cancellationToken);

    public ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        var now = time.GetTimestamp();
        if (_sent > 0) ended(new(_began, now, _sent, _received, answered() > _answeredBefore));
        (_began, _answeredBefore, _sent, _received) = (now, answered(), 0, 0);
        return line.DrainAsync(cancellationToken);
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _sent += bytes.Length;
        return line.SendAsync(bytes, cancellationToken);
    }

    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, long deadline, CancellationToken cancellationToken)
    {
        var received = await line.ReceiveAsync(buffer, deadline, cancellationToken);
        _received += received;
        return received;
    }

    public ValueTask DisposeAsync() => line.DisposeAsync();
}
