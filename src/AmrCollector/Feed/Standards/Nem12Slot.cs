namespace AmrCollector.Feed.Standards;

/// <summary>An interval of a day of standard time.</summary>
/// <param name="Energy">Primary energy; 0 where nothing is known.</param>
/// <param name="Quality">Flag and method: "A", "S17", "N".</param>
/// <param name="Why">Why it is no plain actual.</param>
public readonly record struct Nem12Slot(decimal Energy, string Quality, string Why);
