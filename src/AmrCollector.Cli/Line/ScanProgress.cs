namespace AmrCollector.Cli.Line;

/// <summary>One line on a terminal that is written over every second; nothing when there is no terminal.</summary>
internal sealed class ScanProgress : IAsyncDisposable
{
    private static readonly TimeSpan Redraw = TimeSpan.FromSeconds(1);

    private readonly TextWriter? _terminal;
    private readonly Func<string> _sentence;
    private readonly PeriodicTimer _timer;
    private readonly Task _drawing;
    private int _width;

    /// <param name="terminal">Where to draw, null to stay silent.</param>
    /// <param name="sentence">How far it is.</param>
    /// <param name="time">The clock.</param>
    internal ScanProgress(TextWriter? terminal, Func<string> sentence, TimeProvider time)
    {
        (_terminal, _sentence, _timer) = (terminal, sentence, new(Redraw, time));
        _drawing = DrawAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _drawing;
        Clear();
    }

    /// <summary>Wipes the line, so that something else may be written; the next second draws it again.</summary>
    internal void Clear()
    {
        if (_width > 0) _terminal?.Write($"\r{new string(' ', _width)}\r");
    }

    private async Task DrawAsync()
    {
        if (_terminal is null) return;
        while (await _timer.WaitForNextTickAsync())
        {
            var sentence = _sentence();
            await _terminal.WriteAsync($"\r{sentence.PadRight(_width)}");
            _width = sentence.Length;
        }
    }
}
