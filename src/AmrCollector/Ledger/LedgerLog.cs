using Microsoft.Extensions.Logging;

namespace AmrCollector.Ledger;

/// <summary>What the ledger tells the log.</summary>
internal static partial class LedgerLog
{
    [LoggerMessage(EventId = 300, Level = LogLevel.Error, Message = "Ledger cannot be used, {Waiting} readings wait: {Why}; next try in {Wait}")]
    internal static partial void CannotWrite(this ILogger log, int waiting, string why, TimeSpan wait);

    [LoggerMessage(EventId = 301, Level = LogLevel.Warning, Message = "Ledger is written again after {Tries} failed tries")]
    internal static partial void WritesAgain(this ILogger log, int tries);

    [LoggerMessage(EventId = 302, Level = LogLevel.Error, Message = "Reading of meter {Meter} item {Item} at {Instant} quarantined: {Why}")]
    internal static partial void Quarantined(this ILogger log, string meter, string item, DateTimeOffset instant, string why);

    [LoggerMessage(EventId = 303, Level = LogLevel.Critical, Message = "Ledger writer ends: {Why}")]
    internal static partial void Ends(this ILogger log, string why);

    [LoggerMessage(EventId = 304, Level = LogLevel.Error, Message = "A delivery could not be judged and was given back to its sender: {Why}")]
    internal static partial void NotJudged(this ILogger log, string why);
}
