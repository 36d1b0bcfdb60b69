namespace AmrCollector.Simulator.Mqtt;

/// <summary>How a gateway writes times.</summary>
public enum ReportTimeForm
{
    /// <summary>2026-11-22T01:15:00Z.</summary>
    Rfc3339,

    /// <summary>Seconds since 1970.</summary>
    Seconds,

    /// <summary>Milliseconds since 1970.</summary>
    Milliseconds,
}
