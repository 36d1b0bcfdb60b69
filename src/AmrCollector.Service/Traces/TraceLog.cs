using AmrCollector.Metering;
using Microsoft.Extensions.Logging;

namespace AmrCollector.Service.Traces;

internal static partial class TraceLog
{
    [LoggerMessage(EventId = 3001, Level = LogLevel.Information, Message = "Frames of meter {Meter} on {Line} are traced until {Until:O}, asked for by {Who}: {Why}")]
    public static partial void TraceBegan(this ILogger logger, MeterId meter, string line, DateTimeOffset until, string who, string why);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Information, Message = "Frames of meter {Meter} are traced no more; {Count} were")]
    public static partial void TraceEnded(this ILogger logger, MeterId meter, long count);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Trace, Message = "{Line} {Meter} {Arrow} +{Milliseconds} ms {Bytes}")]
    public static partial void Frame(this ILogger logger, string line, MeterId meter, string arrow, long milliseconds, string bytes);
}
