using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace AmrCollector.Service.Logs;

/// <summary>One event on one line, so that journald, grep and a person agree on what an event is.</summary>
internal sealed class OneLine : ITextFormatter
{
    private static readonly MessageTemplateTextFormatter Message = new("{Message:lj}", CultureInfo.InvariantCulture);

    public void Format(LogEvent logEvent, TextWriter output)
    {
        output.Write(logEvent.Timestamp.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        output.Write(Level(logEvent.Level));
        using StringWriter message = new(CultureInfo.InvariantCulture);
        Message.Format(logEvent, message);
        output.Write(Flat(message.ToString()));
        if (logEvent.Exception is { } exception) output.Write($" | {exception.GetType().Name}: {Flat(exception.Message)}");
        output.Write('\n');
    }

    private static string Level(LogEventLevel level) => level switch
    {
        LogEventLevel.Fatal => " FATAL ",
        LogEventLevel.Error => " ERROR ",
        LogEventLevel.Warning => " WARN  ",
        LogEventLevel.Information => " INFO  ",
        LogEventLevel.Verbose => " TRACE ",
        _ => " DEBUG ",
    };

    private static string Flat(string text) => text.AsSpan().IndexOfAny('\r', '\n') < 0 ? text : text.ReplaceLineEndings(" ");
}
