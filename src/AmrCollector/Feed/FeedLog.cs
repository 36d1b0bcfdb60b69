using Microsoft.Extensions.Logging;

namespace AmrCollector.Feed;

/// <summary>What the feed tells the log.</summary>
internal static partial class FeedLog
{
    [LoggerMessage(EventId = 400, Level = LogLevel.Warning, Message = "Sink {Sink}: push {Id} failed, {Why}; try {Failures} was the last, next in {Wait}")]
    internal static partial void PushFailed(this ILogger log, string sink, string id, string why, int failures, TimeSpan wait);

    [LoggerMessage(EventId = 401, Level = LogLevel.Information, Message = "Sink {Sink}: pushes are taken again after {Failures} failed tries")]
    internal static partial void PushedAgain(this ILogger log, string sink, int failures);

    [LoggerMessage(EventId = 402, Level = LogLevel.Error, Message = "Sink {Sink}: entry {Entry} is refused for good and left out, {Why}")]
    internal static partial void EntryRefused(this ILogger log, string sink, string entry, string why);

    [LoggerMessage(EventId = 403, Level = LogLevel.Error, Message = "Sink {Sink} is disabled: {Why}")]
    internal static partial void SinkDisabled(this ILogger log, string sink, string why);

    [LoggerMessage(EventId = 404, Level = LogLevel.Error, Message = "Sink {Sink} goes on from entry {Sequence}: {Why}")]
    internal static partial void SinkResumes(this ILogger log, string sink, long sequence, string why);

    [LoggerMessage(EventId = 406, Level = LogLevel.Warning, Message = "Sink {Sink}: push {Id} was taken with a remark: {Remark}")]
    internal static partial void TakenWithRemark(this ILogger log, string sink, string id, string remark);

    [LoggerMessage(EventId = 405, Level = LogLevel.Error, Message = "Sink {Sink}: its cursor cannot be stored, {Why}; next try in {Wait}")]
    internal static partial void CursorNotStored(this ILogger log, string sink, string why, TimeSpan wait);
}
