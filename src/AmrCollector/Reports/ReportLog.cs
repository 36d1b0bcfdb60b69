using Microsoft.Extensions.Logging;

namespace AmrCollector.Reports;

internal static partial class ReportLog
{
    [LoggerMessage(EventId = 1301, Level = LogLevel.Warning, Message = "Report refused, broker {Broker}, gateway {Gateway}, topic {Topic}: {Reason}")]
    public static partial void ReportRefused(this ILogger logger, string broker, string gateway, string topic, string reason);

    [LoggerMessage(EventId = 1302, Level = LogLevel.Warning, Message = "{Count} more reports were refused since then; reports.db holds their counts by gateway and kind")]
    public static partial void MoreRefused(this ILogger logger, long count);

    [LoggerMessage(EventId = 1303, Level = LogLevel.Error, Message = "Dead letters cannot be stored, the broker is left waiting: {Why}")]
    public static partial void LettersNotStored(this ILogger logger, string why);

    [LoggerMessage(EventId = 1304, Level = LogLevel.Error, Message = "{Count} reports could not be taken; the broker delivers them again on the next connection")]
    public static partial void BatchFailed(this ILogger logger, Exception e, int count);
}
