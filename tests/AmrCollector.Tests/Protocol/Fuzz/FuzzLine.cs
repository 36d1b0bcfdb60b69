using AmrCollector.Lines;

namespace AmrCollector.Tests.Protocol.Fuzz;

/// <summary>A line on which given bytes are heard in given pieces, then nothing more; always at once.</summary>
internal sealed class FuzzLine(byte[] heard, int piece) : ILine
{
    private static readonly LineUri Somewhere = LineUri.TryParse("tcp://127.0.0.1:1", out var uri, out var why) ? uri : throw new InvalidOperationException(why);

    private int _at;

    public LineUri Uri => Somewhere;

    public bool IsOpen => true;

    public ValueTask OpenAsync(CancellationToken cancellationToken) => default;

    public ValueTask DrainAsync(CancellationToken cancellationToken) => default;

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => default;

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, long deadline, CancellationToken cancellationToken)
    {
        var count = Math.Min(Math.Min(piece, buffer.Length), heard.Length - _at);
        heard.AsMemory(_at, count).CopyTo(buffer);
        _at += count;
        return new(count);
    }

    public ValueTask DisposeAsync() => default;
}
