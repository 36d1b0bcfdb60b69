using Microsoft.Extensions.Logging;

namespace AmrCollector;

internal static partial class CollectionLog
{
    [LoggerMessage(EventId = 1091, Level = LogLevel.Information, Message = "Entry {Entry} of meter {Meter}: {Sentence}")]
    public static partial void EntryDecided(this ILogger logger, string entry, Metering.MeterId meter, string sentence);

    [LoggerMessage(EventId = 1092, Level = LogLevel.Warning, Message = "The queue of review cannot be kept now and will be made up from the ledger: {Why}")]
    public static partial void QueueNotStored(this ILogger logger, string why);

    [LoggerMessage(EventId = 1001, Level = LogLevel.Error, Message = "The poller of line {Line} failed and starts anew in {Wait}")]
    public static partial void PollerFailed(this ILogger logger, Exception e, string line, TimeSpan wait);

    [LoggerMessage(EventId = 1014, Level = LogLevel.Error, Message = "The poller of line {Line} hangs and cannot be ended; the process has to be started anew")]
    public static partial void PollerHangs(this ILogger logger, string line);

    [LoggerMessage(EventId = 1090, Level = LogLevel.Warning, Message = "The account of gaps cannot be kept now and will be made up from the ledger: {Why}")]
    public static partial void GapsNotStored(this ILogger logger, string why);

    [LoggerMessage(EventId = 1008, Level = LogLevel.Information, Message = "Month {Month} of the ledger is closed")]
    public static partial void MonthClosed(this ILogger logger, string month);

    [LoggerMessage(EventId = 1009, Level = LogLevel.Error, Message = "Months of the ledger cannot be closed: {Why}")]
    public static partial void MonthNotClosed(this ILogger logger, string why);

    [LoggerMessage(EventId = 1007, Level = LogLevel.Error, Message = "Billing reads are not issued: {Why}")]
    public static partial void BillingTrouble(this ILogger logger, string why);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Warning, Message = "Finding {Finding} of meter {Meter} is {State} and blocks its billing until it is accepted: {Meaning}")]
    public static partial void FindingStands(this ILogger logger, string finding, Metering.MeterId meter, string state, string meaning);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Information, Message = "Finding {Finding} of meter {Meter} was {Decision} by {User}: {Reason}")]
    public static partial void FindingSettled(this ILogger logger, string finding, Metering.MeterId meter, string decision, string user, string reason);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Information, Message = "Order {Order} ({Kind}) of meter {Meter} was entered by {User}")]
    public static partial void OrderFiled(this ILogger logger, string order, string kind, Metering.MeterId meter, string user);

    [LoggerMessage(EventId = 1006, Level = LogLevel.Warning, Message = "Order {Order} ({Kind}) of meter {Meter} was withdrawn by {User}: {Reason}")]
    public static partial void OrderWithdrawn(this ILogger logger, string order, string kind, Metering.MeterId meter, string user, string reason);

    [LoggerMessage(EventId = 1007, Level = LogLevel.Information, Message = "Finding {Finding} is not settled by the order that explains it: {Why}")]
    public static partial void FindingNotSettled(this ILogger logger, string finding, string why);

    [LoggerMessage(EventId = 1008, Level = LogLevel.Warning, Message = "Meter {Meter} keeps saying {Value} on {Item}, read again and again: a fault of the device, not of the line")]
    public static partial void DeviceFault(this ILogger logger, Metering.MeterId meter, Metering.ObisCode item, decimal? value);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Warning, Message = "Observations were not stored: {Why}")]
    public static partial void ObservationsNotStored(this ILogger logger, string why);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Error, Message = "{What}")]
    public static partial void EventNotStored(this ILogger logger, string what);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Information, Message = "Broker {Broker}: {What}")]
    public static partial void BrokerIsThere(this ILogger logger, string broker, string what);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Warning, Message = "Broker {Broker}: {Why}")]
    public static partial void BrokerIsAway(this ILogger logger, string broker, string why);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Information, Message = "Listener {Listener}: {What}")]
    public static partial void ListenerIsWell(this ILogger logger, string listener, string what);

    [LoggerMessage(EventId = 1006, Level = LogLevel.Warning, Message = "Listener {Listener}: {Why}")]
    public static partial void ListenerWarns(this ILogger logger, string listener, string why);

    [LoggerMessage(EventId = 1011, Level = LogLevel.Information, Message = "{Line}: meter {Meter}: {What}")]
    public static partial void ClockSet(this ILogger logger, string line, Metering.MeterId meter, string what);

    [LoggerMessage(EventId = 1018, Level = LogLevel.Warning, Message = "The host's clock was moved by {Step}; the collector follows it")]
    public static partial void ClockFollowed(this ILogger logger, string step);

    [LoggerMessage(EventId = 1013, Level = LogLevel.Error, Message = "Clocks were not looked at; they will be in a minute")]
    public static partial void ClocksNotWatched(this ILogger logger, Exception e);

    [LoggerMessage(EventId = 1012, Level = LogLevel.Warning, Message = "{Line}: no clock was set: {Why}")]
    public static partial void ClockNotSet(this ILogger logger, string line, string why);
}
