using Microsoft.Extensions.Logging;

namespace AmrCollector;

internal static partial class CollectionLog
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Error, Message = "The poller of line {Line} failed and starts anew in {Wait}")]
    public static partial void PollerFailed(this ILogger logger, Exception e, string line, TimeSpan wait);

    [LoggerMessage(EventId = 1090, Level = LogLevel.Warning, Message = "The account of gaps cannot be kept now and will be made up from the ledger: {Why}")]
    public static partial void GapsNotStored(this ILogger logger, string why);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Warning, Message = "Finding {Finding} of meter {Meter} is {State} and blocks its billing until it is accepted: {Meaning}")]
    public static partial void FindingStands(this ILogger logger, string finding, Metering.MeterId meter, string state, string meaning);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Information, Message = "Finding {Finding} of meter {Meter} was {Decision} by {User}: {Reason}")]
    public static partial void FindingSettled(this ILogger logger, string finding, Metering.MeterId meter, string decision, string user, string reason);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Warning, Message = "Observations were not stored: {Why}")]
    public static partial void ObservationsNotStored(this ILogger logger, string why);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Error, Message = "{What}")]
    public static partial void EventNotStored(this ILogger logger, string what);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Information, Message = "Broker {Broker}: {What}")]
    public static partial void BrokerIsThere(this ILogger logger, string broker, string what);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Warning, Message = "Broker {Broker}: {Why}")]
    public static partial void BrokerIsAway(this ILogger logger, string broker, string why);
}
