namespace AmrCollector.Polling.Commands;

/// <summary>A meter's clock against ours.</summary>
/// <param name="Shown">What the meter shows, its own wall clock.</param>
/// <param name="Offset">Positive when the meter is ahead; known to about half the round trip.</param>
public sealed record ClockOffset(DateTime Shown, TimeSpan Offset);
