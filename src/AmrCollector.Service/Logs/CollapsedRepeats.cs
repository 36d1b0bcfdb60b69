using System.Globalization;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace AmrCollector.Service.Logs;

/// <summary>
/// Lets an event through once a minute, however often it is told: what comes again within the minute is counted, and told once at its end as "(repeated 57
/// times)". Equal are events of one level whose text and fault are the same. Thread-safe; remembers a bounded number of events, and lets everything through that is
/// beyond it. Events of level trace are never collapsed: whoever asked for frames wants each.
/// </summary>
public sealed class CollapsedRepeats : ILogEventSink, IDisposable
{
    /// <summary>Different events that are remembered.</summary>
    public const int Most = 1000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ILogEventSink _log;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly Dictionary<(LogEventLevel Level, string Text), Told> _told = [];

    /// <summary>Collapses what goes to <paramref name="log"/>, which is disposed with this, by the minutes of <paramref name="time"/>.</summary>
    public CollapsedRepeats(ILogEventSink log, TimeProvider time)
    {
        (_log, _time) = (log, time);
        _timer = time.CreateTimer(_ => TellEnded(all: false), null, Window / 4, Window / 4);
    }

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        var key = (logEvent.Level, logEvent.Exception is { } fault ? $"{logEvent.RenderMessage(CultureInfo.InvariantCulture)}\n{fault.GetType()}: {fault.Message}" : logEvent.RenderMessage(CultureInfo.InvariantCulture));
        lock (_gate)
        {
            if (_told.TryGetValue(key, out var told))
            {
                (told.Repeats, told.Last) = (told.Repeats + 1, logEvent);
                return;
            }

            if (_told.Count < Most && logEvent.Level > LogEventLevel.Verbose) _told.Add(key, new(logEvent, _time.GetTimestamp()));
            _log.Emit(logEvent);
        }
    }

    /// <summary>Tells what was still counted.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        TellEnded(all: true);
        (_log as IDisposable)?.Dispose();
    }

    private void TellEnded(bool all)
    {
        lock (_gate)
        {
            foreach (var (key, told) in _told.Where(told => all || _time.GetElapsedTime(told.Value.Since) >= Window).ToList())
            {
                _told.Remove(key);
                if (told.Repeats == 0) continue;
                _log.Emit(told.Repeats == 1 ? told.Last : Repeated(told));
                if (!all) _told.Add(key, new(told.Last, _time.GetTimestamp())); // it goes on: one line a minute
            }
        }
    }

    private static LogEvent Repeated(Told told)
    {
        var last = told.Last;
        var tokens = last.MessageTemplate.Tokens.Append(new TextToken(" (repeated ")).Append(new PropertyToken("Repeats", "{Repeats}")).Append(new TextToken(" times)"));
        LogEvent repeated = new(last.Timestamp, last.Level, last.Exception, new MessageTemplate(tokens), last.Properties.Select(pair => new LogEventProperty(pair.Key, pair.Value)));
        repeated.AddOrUpdateProperty(new("Repeats", new ScalarValue(told.Repeats)));
        return repeated;
    }

    private sealed class Told(LogEvent first, long since)
    {
        public long Since { get; } = since;

        public long Repeats { get; set; }

        public LogEvent Last { get; set; } = first;
    }
}
