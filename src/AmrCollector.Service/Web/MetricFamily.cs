namespace AmrCollector.Service.Web;

/// <summary>One metric with all its samples.</summary>
/// <param name="Name">As Prometheus calls it.</param>
/// <param name="Help">One sentence.</param>
/// <param name="Kind">What its values mean.</param>
internal sealed record MetricFamily(string Name, string Help, MetricKind Kind)
{
    private readonly List<IEnumerable<MetricSample>> _parts = [];

    /// <summary>Its samples; those of a large site are made while they are asked for.</summary>
    public IEnumerable<MetricSample> Samples => _parts.Count == 1 ? _parts[0] : _parts.SelectMany(part => part);

    internal void Add(IEnumerable<MetricSample> samples) => _parts.Add(samples);
}
