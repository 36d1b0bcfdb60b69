using Microsoft.Extensions.Logging;

namespace AmrCollector.Benchmarks.DialIn;

/// <summary>A log that keeps its first lines and counts the rest.</summary>
internal sealed class CountedLog : ILoggerFactory, ILogger
{
    private const int Kept = 40;
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];

    internal int Count { get; private set; }

    internal IReadOnlyList<string> Lines
    {
        get { lock (_gate) return [.. _lines]; }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        lock (_gate)
        {
            Count++;
            if (_lines.Count < Kept) _lines.Add($"{logLevel}: {formatter(state, exception)}");
        }
    }

    public void Dispose()
    {
    }
}
