using System.Globalization;

namespace AmrCollector.Feed;

/// <summary>Times as the feed writes them: RFC 3339, UTC, milliseconds only where there are some.</summary>
public static class FeedTime
{
    /// <summary>"2026-11-21T16:00:00Z" or "2026-11-21T16:00:00.250Z".</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(
        time.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The same, null for null.</summary>
    public static string? Text(DateTimeOffset? time) => time is { } known ? Text(known) : null;
}
