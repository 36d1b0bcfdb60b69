using System.Globalization;
using AmrCollector.Models;
using AmrCollector.Protocol;

namespace AmrCollector.Polling.Commands;

/// <summary>Reads the answers of a read-back.</summary>
internal static class Answer
{
    /// <summary>The data when it was answered with at least <paramref name="length"/> bytes, else null.</summary>
    internal static byte[]? Data(ExchangeOutcome outcome, int length) =>
        outcome is ExchangeOutcome.Answered answered && answered.Data.Length >= length ? answered.Data[..length].ToArray() : null;

    /// <summary>Why there is no data, in words.</summary>
    internal static string Why(ExchangeOutcome outcome) => outcome switch
    {
        ExchangeOutcome.Refused refused => $"the meter refused to show it: {refused.Meaning}",
        ExchangeOutcome.Silent => "the meter did not answer the read-back",
        _ => "the meter shows nothing that can be read",
    };

    /// <summary>ss mm hh DD MM YY at the front of an event record; null when there is none.</summary>
    internal static DateTime? RecordTime(ExchangeOutcome outcome, int at = 0)
    {
        if (Data(outcome, at + 6) is not { } data) return null;
        var time = data.AsSpan(at);
        return ClockTimes.TryReadDate(time[3..6], out var date) && ClockTimes.TryReadTimeOfDay(time[..3], out var ofDay) ? date + ofDay.TimeOfDay : null;
    }

    /// <summary>An unsigned number; null when it is none.</summary>
    internal static long? Number(ExchangeOutcome outcome, int width) =>
        Data(outcome, width) is { } data && Bcd.TryRead(data, out var value) ? value : null;

    /// <summary>When it was asked: half-way between request and reply.</summary>
    internal static DateTimeOffset Middle(ExchangeOutcome.Answered answer) => answer.SentAt + ((answer.ReadAt - answer.SentAt) / 2);

    internal static string Written(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    internal static string Written(TimeSpan offset)
    {
        var (size, side) = (offset.Duration(), offset < TimeSpan.Zero ? "behind" : "ahead");
        return size.TotalSeconds < 120
            ? string.Create(CultureInfo.InvariantCulture, $"{size.TotalSeconds:0.0} s {side}")
            : string.Create(CultureInfo.InvariantCulture, $"{size.Days * 24 + size.Hours}:{size.Minutes:00}:{size.Seconds:00} {side}");
    }
}
