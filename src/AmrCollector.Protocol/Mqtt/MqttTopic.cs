namespace AmrCollector.Protocol.Mqtt;

/// <summary>Topic names and filters (MQTT 5, 4.7 and 4.8.2).</summary>
public static class MqttTopic
{
    private const string Shared = "$share/";

    /// <summary>True when a message may be published to <paramref name="topic"/>: not empty, no wildcard, writable.</summary>
    public static bool IsName(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return topic.Length > 0 && topic.AsSpan().IndexOfAny('+', '#') < 0 && MqttText.CanWrite(topic);
    }

    /// <summary>True when <paramref name="filter"/> may be subscribed to; <c>$share/NAME/FILTER</c> is allowed.</summary>
    public static bool IsFilter(string filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (!MqttText.CanWrite(filter)) return false;
        if (!filter.StartsWith(Shared, StringComparison.Ordinal)) return HasWildcardsInPlace(filter);
        var end = filter.IndexOf('/', Shared.Length);
        return end > Shared.Length && filter.AsSpan(Shared.Length, end - Shared.Length).IndexOfAny('+', '#') < 0 && HasWildcardsInPlace(filter.AsSpan(end + 1));
    }

    /// <summary>The filter a message is matched against: without <c>$share/NAME/</c>.</summary>
    public static string WithoutShare(string filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.StartsWith(Shared, StringComparison.Ordinal) ? filter[(filter.IndexOf('/', Shared.Length) + 1)..] : filter;
    }

    /// <summary>True when the name fits a filter that is not shared. A wildcard in front fits no topic that begins with <c>$</c>.</summary>
    public static bool Matches(ReadOnlySpan<char> filter, ReadOnlySpan<char> topic)
    {
        if (topic.StartsWith("$") && filter is ['+' or '#', ..]) return false;
        while (true)
        {
            if (filter is "#") return true;
            var (filterEnd, topicEnd) = (filter.IndexOf('/'), topic.IndexOf('/'));
            var level = filterEnd < 0 ? filter : filter[..filterEnd];
            if (level is not "+" && !level.SequenceEqual(topicEnd < 0 ? topic : topic[..topicEnd])) return false;
            if (topicEnd < 0) return filterEnd < 0 || filter[filterEnd..] is "/#"; // "a/#" fits "a" too
            if (filterEnd < 0) return false;
            filter = filter[(filterEnd + 1)..];
            topic = topic[(topicEnd + 1)..];
        }
    }

    private static bool HasWildcardsInPlace(ReadOnlySpan<char> filter)
    {
        if (filter.IsEmpty) return false;
        foreach (var part in filter.Split('/'))
        {
            var level = filter[part];
            if (level.IndexOfAny('+', '#') >= 0 && level.Length > 1) return false;
            if (level is "#" && part.End.GetOffset(filter.Length) != filter.Length) return false;
        }

        return true;
    }
}
