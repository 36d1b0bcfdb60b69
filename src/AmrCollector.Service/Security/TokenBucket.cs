namespace AmrCollector.Service.Security;

/// <summary>How many requests somebody may still make: filled evenly, never over the brim. Pure: the caller brings the time.</summary>
/// <param name="Left">Requests left, when it was looked at.</param>
/// <param name="At">When it was looked at, in seconds of a clock that only goes forward.</param>
public readonly record struct TokenBucket(double Left, double At)
{
    /// <summary>The bucket after one request at <paramref name="now"/>, and whether it was allowed.</summary>
    public (TokenBucket Bucket, bool IsAllowed) Take(double now, double perSecond, double most)
    {
        var left = Math.Min(most, Left + ((now - At) * perSecond));
        return left < 1 ? (new(left, now), false) : (new(left - 1, now), true);
    }
}
