namespace AmrCollector.Feed;

/// <summary>A sink at one moment, for the status page, readiness and metrics.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sequence">What the consumer has taken, up to here.</param>
/// <param name="Delivered">Entries taken since the start of the process.</param>
/// <param name="Refused">Entries quarantined since the start of the process.</param>
/// <param name="Failures">Failed tries in a row.</param>
/// <param name="Trouble">The alarm that stands, else null.</param>
/// <param name="Disabled">True when nothing is sent until a person says so.</param>
public sealed record WebhookReport(string Name, long Sequence, long Delivered, long Refused, int Failures, string? Trouble, bool Disabled);
