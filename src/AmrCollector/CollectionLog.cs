using Microsoft.Extensions.Logging;

namespace AmrCollector;

internal static partial class CollectionLog
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Error, Message = "The poller of line {Line} failed and starts anew in {Wait}")]
    public static partial void PollerFailed(this ILogger logger, Exception e, string line, TimeSpan wait);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Warning, Message = "Observations were not stored: {Why}")]
    public static partial void ObservationsNotStored(this ILogger logger, string why);
}
