namespace AmrCollector.Events;

/// <summary>How soon a person should look.</summary>
public enum EventSeverity
{
    /// <summary>For the record.</summary>
    Notice,

    /// <summary>Something is wrong that mends itself or waits until the morning.</summary>
    Warning,

    /// <summary>Readings, bills or deliveries suffer until a person acts.</summary>
    Alarm,
}
