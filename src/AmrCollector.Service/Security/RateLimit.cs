namespace AmrCollector.Service.Security;

/// <summary>Requests a second of each of many callers. Remembers at most 10,000 of them: beyond, who came first is forgotten first. Any thread.</summary>
/// <param name="perSecond">Requests a second in the long run.</param>
/// <param name="most">Requests at once.</param>
/// <param name="time">The clock.</param>
public sealed class RateLimit(double perSecond, double most, TimeProvider time)
{
    private const int MostRemembered = 10_000;

    private readonly Lock _turn = new();
    private readonly Dictionary<string, TokenBucket> _buckets = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = [];
    private readonly long _began = time.GetTimestamp();

    /// <summary>True when <paramref name="who"/> may make a request now, which is counted.</summary>
    public bool Allows(string who)
    {
        var now = time.GetElapsedTime(_began).TotalSeconds;
        lock (_turn)
        {
            if (!_buckets.TryGetValue(who, out var bucket))
            {
                bucket = new(most, now);
                _order.Enqueue(who);
                if (_order.Count > MostRemembered) _buckets.Remove(_order.Dequeue());
            }

            (_buckets[who], var isAllowed) = bucket.Take(now, perSecond, most);
            return isAllowed;
        }
    }
}
