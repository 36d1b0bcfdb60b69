using AmrCollector.Lines;

namespace AmrCollector.Polling.Diagnosis;

/// <summary>
/// A line that notes what each exchange on it looked like, for those who must say why a meter does not answer. It changes nothing. One
/// owner, as any line.
/// </summary>
public sealed class ObservedLine(ILine line, TimeProvider time) : ILine
{
    private const int MostKept = 1024;

    private readonly byte[] _heard = new byte[MostKept];
    private byte[] _sent = [];
    private int _kept;
    private int _silences;
    private long _errorsBefore;

    /// <inheritdoc/>
    public LineUri Uri => line.Uri;

    /// <inheritdoc/>
    public bool IsOpen => line.IsOpen;

    /// <inheritdoc/>
    public long CharacterErrors => line.CharacterErrors;

    /// <summary>Requests sent in all.</summary>
    public int Requests { get; private set; }

    /// <summary>Requests after which nothing was heard but an echo.</summary>
    public int Silences => _silences + (Requests > 0 && IsSilent ? 1 : 0);

    /// <summary>Bytes heard in all.</summary>
    public long BytesHeard { get; private set; }

    /// <summary>Requests that came back as they were sent, before anything else.</summary>
    public int Echoes { get; private set; }

    /// <summary>What was sent last.</summary>
    public ReadOnlySpan<byte> Sent => _sent;

    /// <summary>What was heard since then, an echo ahead included; at most the first 1,024 bytes.</summary>
    public ReadOnlySpan<byte> Heard => _heard.AsSpan(0, _kept);

    /// <summary>True when the last request came back.</summary>
    public bool IsEchoed { get; private set; }

    /// <summary>Characters of wrong parity since the last request.</summary>
    public long CharacterErrorsSinceSent => line.CharacterErrors - _errorsBefore;

    /// <summary>From the end of the request to the first byte that is no echo; null when none came.</summary>
    public TimeSpan? FirstByte { get; private set; }

    /// <summary>From the end of the request to the last byte heard; null when none came.</summary>
    public TimeSpan? LastByte { get; private set; }

    /// <summary>
    /// When the pieces of what was heard last arrived, from the end of the request, where the line knows better than this clock: a turn that a
    /// service took brings them all at once. Null where it does not.
    /// </summary>
    public Func<IReadOnlyList<TimeSpan>?>? PieceTimes { get; init; }

    private bool IsSilent => _kept == (IsEchoed ? _sent.Length : 0) && CharacterErrorsSinceSent == 0;

    private long SentAt { get; set; }

    /// <inheritdoc/>
    public ValueTask OpenAsync(CancellationToken cancellationToken) => line.OpenAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DrainAsync(CancellationToken cancellationToken) => line.DrainAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _silences = Silences;
        (_kept, IsEchoed, FirstByte, LastByte, _errorsBefore) = (0, false, null, null, line.CharacterErrors);
        _sent = bytes.ToArray();
        Requests++;
        await line.SendAsync(bytes, cancellationToken);
        SentAt = time.GetTimestamp();
    }

    /// <inheritdoc/>
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, long deadline, CancellationToken cancellationToken)
    {
        var read = await line.ReceiveAsync(buffer, deadline, cancellationToken);
        if (read > 0) Note(buffer.Span[..read]);
        return read;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => line.DisposeAsync();

    private void Note(ReadOnlySpan<byte> bytes)
    {
        BytesHeard += bytes.Length;
        var room = Math.Min(bytes.Length, MostKept - _kept);
        bytes[..room].CopyTo(_heard.AsSpan(_kept));
        _kept += room;
        var pieces = PieceTimes?.Invoke();
        var now = pieces is { Count: > 0 } ? pieces[^1] : time.GetElapsedTime(SentAt);
        if (!IsEchoed && _sent.Length > 0 && Heard.StartsWith(_sent))
        {
            IsEchoed = true;
            Echoes++;
            FirstByte = null;
        }

        if (_kept > (IsEchoed ? _sent.Length : 0)) FirstByte ??= pieces is { Count: > 0 } ? pieces[0] : now;
        LastByte = now;
    }
}
