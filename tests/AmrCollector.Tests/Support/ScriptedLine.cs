using System.Globalization;
using AmrCollector.Lines;

namespace AmrCollector.Tests.Support;

/// <summary>
/// A line that plays a transcript on a clock of its own. One step a line:
/// <code>
/// >> 68 … 16          the next send must be these bytes
/// &lt;&lt; 68 … 16          arrives at once; several in a row arrive one after the other
/// &lt;&lt; +120ms 68 … 16   arrives so long after the step before it
/// !! unplugged        the line is lost here, with that reason; a reopened line plays on
/// ..                  silence that only cancellation or disposal ends
/// # a remark
/// </code>
/// Nothing sleeps: a receive moves the clock to the next arrival, or to its deadline and returns 0; what is due later stays for a
/// later exchange, as a late reply does.
/// </summary>
public sealed class ScriptedLine : ILine
{
    private readonly Lock _gate = new();
    private readonly Queue<string> _script = new();
    private readonly Queue<(long Due, byte[] Bytes)> _arriving = new();
    private long _lastDue;
    private TaskCompletionSource? _hanging;
    private bool _disposed;

    public ScriptedLine(string transcript, ManualTime? time = null, LineUri? uri = null)
    {
        Time = time ?? new ManualTime();
        Uri = uri ?? new LineUri { Kind = LineKind.Tcp, Text = "tcp://scripted:1", Host = "scripted", TcpPort = 1 };
        _lastDue = Time.GetTimestamp();
        Append(transcript);
    }

    public LineUri Uri { get; }

    public bool IsOpen { get; private set; } = true;

    /// <summary>The clock the line moves.</summary>
    public ManualTime Time { get; }

    /// <summary>Every frame that was sent, in order.</summary>
    public List<string> Sent { get; } = [];

    /// <summary>When each was sent, by the line's clock.</summary>
    public List<long> SentAt { get; } = [];

    /// <summary>Steps of the transcript that were not reached; empty at the end of a good test.</summary>
    public IReadOnlyCollection<string> Left => _script;

    /// <summary>How often the line was opened again.</summary>
    public int Reopened { get; private set; }

    /// <summary>More of the transcript.</summary>
    public void Append(string transcript)
    {
        foreach (var step in transcript.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (step[0] != '#') _script.Enqueue(step);
        if (IsOpen) QueueArrivals();
    }

    public ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (IsOpen) return default;
        IsOpen = true;
        Reopened++;
        _lastDue = Time.GetTimestamp();
        QueueArrivals();
        return default;
    }

    public ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        ThrowIfLost();
        while (_arriving.TryPeek(out var next) && next.Due <= Time.GetTimestamp()) _arriving.Dequeue();
        return default;
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        ThrowIfLost();
        cancellationToken.ThrowIfCancellationRequested();
        LoseIfTold();
        var sent = Hex.Show(bytes.Span);
        Assert.True(_script.TryDequeue(out var expected), $"sent {sent}, but the transcript is over");
        Assert.Equal(expected, $">> {sent}");
        Sent.Add(sent);
        SentAt.Add(Time.GetTimestamp());
        _lastDue = Time.GetTimestamp();
        QueueArrivals();
        return default;
    }

    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, long deadline, CancellationToken cancellationToken)
    {
        ThrowIfLost();
        cancellationToken.ThrowIfCancellationRequested();
        var now = Time.GetTimestamp();
        if (_arriving.TryPeek(out var next) && next.Due <= Math.Max(now, deadline))
        {
            Time.Advance(TimeSpan.FromTicks(Math.Max(0, next.Due - now)));
            return Take(buffer.Span);
        }

        await HangAsync(cancellationToken);
        LoseIfTold();
        Time.Advance(TimeSpan.FromTicks(Math.Max(0, deadline - now)));
        return 0;
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate) (_disposed, IsOpen) = (true, false);
        _hanging?.TrySetException(new LineLostException("the line was closed"));
        return default;
    }

    private int Take(Span<byte> buffer)
    {
        var (due, bytes) = _arriving.Dequeue();
        var taken = Math.Min(bytes.Length, buffer.Length);
        bytes.AsSpan(0, taken).CopyTo(buffer);
        if (taken == bytes.Length) return taken;

        var rest = _arriving.ToArray();
        _arriving.Clear();
        _arriving.Enqueue((due, bytes[taken..]));
        foreach (var later in rest) _arriving.Enqueue(later);
        return taken;
    }

    private void QueueArrivals()
    {
        while (_script.TryPeek(out var step) && step.StartsWith("<<", StringComparison.Ordinal))
        {
            _script.Dequeue();
            var text = step[2..].TrimStart();
            if (text.StartsWith('+'))
            {
                var end = text.IndexOf(' ', StringComparison.Ordinal);
                Assert.True(Duration.TryParse(text[1..end], out var wait), step);
                _lastDue += wait.Ticks;
                text = text[end..];
            }

            _arriving.Enqueue((_lastDue, Hex.Of(text)));
        }
    }

    private async Task HangAsync(CancellationToken cancellationToken)
    {
        if (!_script.TryPeek(out var step) || step != "..") return;
        _script.Dequeue();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        await _hanging.Task.WaitAsync(cancellationToken);
    }

    private void LoseIfTold()
    {
        if (!_script.TryPeek(out var step) || !step.StartsWith("!!", StringComparison.Ordinal)) return;
        _script.Dequeue();
        IsOpen = false;
        _arriving.Clear();
        throw new LineLostException(step[2..].Trim());
    }

    private void ThrowIfLost()
    {
        if (!IsOpen) throw new LineLostException(string.Create(CultureInfo.InvariantCulture, $"{Uri.Text} is not open"));
    }
}
