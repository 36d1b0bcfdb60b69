namespace AmrCollector.Cli.Line;

/// <summary>One line on a terminal that is written over again and again; nothing when there is no terminal.</summary>
internal sealed class LiveLine : IAsyncDisposable
{
    private readonly TextWriter? _terminal;
    private readonly Func<string> _sentence;
    private readonly PeriodicTimer _timer;
    private readonly Task _drawing;
    private readonly Lock _gate = new();
    private int _width;

    /// <param name="writer">Where to draw; only a terminal is drawn on.</param>
    /// <param name="sentence">How far it is; asked from another thread.</param>
    /// <param name="redraw">How often.</param>
    /// <param name="time">The clock.</param>
    internal LiveLine(TextWriter writer, Func<string> sentence, TimeSpan redraw, TimeProvider time)
    {
        (_terminal, _sentence, _timer) = (Terminal.IsPlain(writer) ? null : writer, sentence, new(redraw, time));
        _drawing = DrawAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _drawing;
        Clear();
    }

    /// <summary>Wipes the line, so that something else may be written; the next turn draws it again.</summary>
    internal void Clear()
    {
        lock (_gate)
        {
            if (_width > 0) _terminal?.Write($"\r{new string(' ', _width)}\r");
            _width = 0;
        }
    }

    private async Task DrawAsync()
    {
        if (_terminal is null) return;
        while (await _timer.WaitForNextTickAsync()) Draw(_terminal, Fitting(_sentence()));
    }

    private void Draw(TextWriter terminal, string sentence)
    {
        lock (_gate)
        {
            terminal.Write($"\r{sentence.PadRight(_width)}");
            _width = sentence.Length;
        }
    }

    // A line that wraps cannot be written over.
    private static string Fitting(string sentence)
    {
        var room = Console.WindowWidth > 20 ? Console.WindowWidth - 1 : 79;
        return sentence.Length <= room ? sentence : sentence[..room];
    }
}
