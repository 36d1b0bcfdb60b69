using NodaTime;

namespace AmrCollector.Validation;

/// <summary>Local days from the first to the last, both included.</summary>
public readonly record struct DaySpan(LocalDate First, LocalDate Last);
