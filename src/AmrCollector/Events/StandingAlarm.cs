namespace AmrCollector.Events;

/// <summary>An alarm that was raised and not cleared.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Since">When it was raised, UTC.</param>
/// <param name="Sentence">What was said then.</param>
public sealed record StandingAlarm(string Kind, string Subject, DateTimeOffset Since, string Sentence);
