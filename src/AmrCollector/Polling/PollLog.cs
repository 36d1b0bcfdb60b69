using AmrCollector.Metering;
using Microsoft.Extensions.Logging;

namespace AmrCollector.Polling;

internal static partial class PollLog
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "Line {Line} opened")]
    public static partial void LineOpened(this ILogger logger, string line);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "Line {Line} is down: {Why}")]
    public static partial void LineDown(this ILogger logger, string line, string why);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Warning, Message = "{Line}: meter {Meter} is silent; next try in {Wait}")]
    public static partial void MeterSilent(this ILogger logger, string line, MeterId meter, TimeSpan wait);

    [LoggerMessage(EventId = 2004, Level = LogLevel.Information, Message = "{Line}: meter {Meter} answers again")]
    public static partial void MeterBack(this ILogger logger, string line, MeterId meter);

    [LoggerMessage(EventId = 2005, Level = LogLevel.Information, Message = "{Line}: meter {Meter} refused: {Meaning}")]
    public static partial void QuestionRefused(this ILogger logger, string line, MeterId meter, string meaning);

    [LoggerMessage(EventId = 2006, Level = LogLevel.Warning, Message = "{Line}: a block of meter {Meter} was not stored and will be fetched again: {Why}")]
    public static partial void BlockNotStored(this ILogger logger, string line, MeterId meter, string why);

    [LoggerMessage(EventId = 2010, Level = LogLevel.Warning, Message = "{Line}: meter {Meter} cannot be read by its model: {Why}")]
    public static partial void MeterHasNoModel(this ILogger logger, string line, MeterId meter, string why);

    [LoggerMessage(EventId = 2011, Level = LogLevel.Information, Message = "{Line}: meter {Meter} was learnt to answer {Registers} registers at once, {Holes} holes not to be read along; refused items: {Refused}")]
    public static partial void LimitsLearned(this ILogger logger, string line, MeterId meter, int registers, int holes, string refused);
}
