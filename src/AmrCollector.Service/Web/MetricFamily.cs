namespace AmrCollector.Service.Web;

/// <summary>One metric with all its samples.</summary>
/// <param name="Name">As Prometheus calls it.</param>
/// <param name="Help">One sentence.</param>
/// <param name="Kind">What its values mean.</param>
internal sealed record MetricFamily(string Name, string Help, MetricKind Kind)
{
    /// <summary>Its samples.</summary>
    public List<MetricSample> Samples { get; } = [];
}
