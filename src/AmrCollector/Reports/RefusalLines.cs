using Microsoft.Extensions.Logging;

namespace AmrCollector.Reports;

/// <summary>One clear line for each kind of fault of each gateway, and no flood: a repeat within ten minutes, or the 21st line of a minute, is only counted.</summary>
internal sealed class RefusalLines(TimeProvider time, ILogger logger)
{
    private const int MostInMinute = 20;
    private const int MostRemembered = 2_000;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(10);

    private readonly Dictionary<(string, string, ReportFault), long> _told = [];
    private long _minute = time.GetTimestamp();
    private int _lines;
    private long _silent;

    /// <summary>Tells of <paramref name="letter"/>, or counts it.</summary>
    public void Tell(DeadLetter letter)
    {
        if (time.GetElapsedTime(_minute) >= Minute)
        {
            if (_silent > 0) logger.MoreRefused(_silent);
            (_minute, _lines, _silent) = (time.GetTimestamp(), 0, 0);
        }

        var key = (letter.Broker, letter.Gateway, letter.Fault);
        var isRepeat = _told.TryGetValue(key, out var at) && time.GetElapsedTime(at) < Again;
        if (isRepeat || _lines >= MostInMinute)
        {
            _silent++;
            return;
        }

        if (_told.Count >= MostRemembered) _told.Clear();
        _told[key] = time.GetTimestamp();
        _lines++;
        logger.ReportRefused(letter.Broker, letter.Gateway, OneLine(letter.Topic), letter.Reason);
    }

    private static string OneLine(string topic)
    {
        var shown = topic.Length <= 200 ? topic : topic[..200] + "…";
        return string.Concat(shown.Select(c => char.IsControl(c) ? '?' : c));
    }
}
