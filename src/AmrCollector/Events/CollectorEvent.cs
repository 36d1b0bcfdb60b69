namespace AmrCollector.Events;

/// <summary>An event as it was stored.</summary>
/// <param name="Sequence">Its place: later events have greater ones; with holes.</param>
/// <param name="At">When it was noticed, by the collector's clock, UTC.</param>
/// <param name="Draft">What it says.</param>
public sealed record CollectorEvent(long Sequence, DateTimeOffset At, EventDraft Draft);
