namespace AmrCollector.Service.Web;

/// <summary>What the values of a metric mean.</summary>
internal enum MetricKind
{
    /// <summary>As it is now.</summary>
    Gauge,

    /// <summary>Since the start; only grows.</summary>
    Counter,

    /// <summary>How often a value fell into each bucket since the start.</summary>
    Histogram,
}
