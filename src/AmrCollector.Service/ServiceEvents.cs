using Microsoft.Extensions.Logging;

namespace AmrCollector.Service;

/// <summary>What the host tells.</summary>
internal static partial class ServiceEvents
{
    [LoggerMessage(1, LogLevel.Critical, "Collecting ended: {Why}")]
    internal static partial void CollectionEnded(this ILogger logger, Exception exception, string why);

    [LoggerMessage(2, LogLevel.Information, "Collecting {Site}: {Meters} meters on {Lines} lines; status page at {Address}, ledger in {Ledger}")]
    internal static partial void Collecting(this ILogger logger, string site, int meters, int lines, Uri address, string ledger);

    [LoggerMessage(3, LogLevel.Information, "Ended; everything handed over is committed, newest entry {Head}")]
    internal static partial void Ended(this ILogger logger, string head);

    [LoggerMessage(5, LogLevel.Warning, "Operation '{Permission}' by {Who} on line {Line}, meter {Meter}, frame {Frame}: {Outcome}; reason given: {Why}")]
    internal static partial void OperationDone(this ILogger logger, string who, string permission, string line, string meter, string frame, string outcome, string why);

    [LoggerMessage(6, LogLevel.Warning, "A write on line {Line} was refused: {Why}")]
    internal static partial void OperationRefused(this ILogger logger, string line, string why);

    [LoggerMessage(4, LogLevel.Error, "Push to {Sink} ended until the next start: {Why}")]
    internal static partial void PushEnded(this ILogger logger, Exception exception, string sink, string why);

    [LoggerMessage(8, LogLevel.Information, "Configuration reloaded; {Summary}")]
    internal static partial void Reloaded(this ILogger logger, string summary);

    [LoggerMessage(9, LogLevel.Error, "Configuration not reloaded, the old one stays in force; {Count} faults: {Faults}")]
    internal static partial void NotReloaded(this ILogger logger, int count, string faults);

    [LoggerMessage(7, LogLevel.Critical, "Something hangs: {What}; the supervisor's watchdog is left to starve")]
    internal static partial void Stuck(this ILogger logger, string what);
}
