namespace AmrCollector.Events;

/// <summary>Events in the order in which they were stored.</summary>
/// <param name="Events">Oldest first.</param>
/// <param name="End">The place up to which was looked: the next slice goes on from there.</param>
/// <param name="Full">True when there may be more now.</param>
/// <param name="Forgotten">True when events between the asked place and the first kept one were dropped by the retention.</param>
public sealed record EventSlice(IReadOnlyList<CollectorEvent> Events, long End, bool Full, bool Forgotten);
