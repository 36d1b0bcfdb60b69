using System.Globalization;

namespace AmrCollector.Feed;

/// <summary>What an answer to a push means for the sink.</summary>
public abstract record DeliveryDecision
{
    private DeliveryDecision()
    {
    }

    /// <summary>Taken: the cursor moves. <paramref name="Remark"/> is what the consumer said of it, for the log.</summary>
    public sealed record Taken(string? Remark = null) : DeliveryDecision;

    /// <summary>Try the same push again, not before <paramref name="After"/> when the consumer asked for it.</summary>
    public sealed record Again(string Why, TimeSpan? After) : DeliveryDecision;

    /// <summary>The content is refused for good: find the entry and go on without it.</summary>
    public sealed record Refused(string Why) : DeliveryDecision;

    /// <summary>The consumer is gone: send nothing more until a person says so.</summary>
    public sealed record Disable(string Why) : DeliveryDecision;

    /// <summary>
    /// Decides by status. Only statuses that speak of the content refuse it; a wrong secret, path or method (401, 403, 404, 405 …) is
    /// mended by people, and no entry is skipped for it. A redirect is a failure: a signature is for one address.
    /// </summary>
    public static DeliveryDecision Of(int status, TimeSpan? retryAfter) => status switch
    {
        >= 200 and < 300 => new Taken(),
        410 => new Disable("the consumer answered 410 Gone"),
        400 or 413 or 415 or 422 => new Refused(string.Create(CultureInfo.InvariantCulture, $"the consumer answered {status}")),
        >= 300 and < 400 => new Again(string.Create(CultureInfo.InvariantCulture, $"the consumer redirects ({status}), which is not followed"), null),
        _ => new Again(string.Create(CultureInfo.InvariantCulture, $"the consumer answered {status}"), retryAfter),
    };
}
