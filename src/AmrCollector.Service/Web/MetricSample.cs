namespace AmrCollector.Service.Web;

/// <summary>One number.</summary>
/// <param name="Suffix">"_bucket", "_sum" or "_count" of a histogram; else empty.</param>
/// <param name="Value">The number.</param>
/// <param name="Labels">What it is of.</param>
internal readonly record struct MetricSample(string Suffix, double Value, IReadOnlyList<(string Name, string Value)> Labels)
{
    /// <summary>A number that is no part of a histogram.</summary>
    public static MetricSample Of(double value, params (string Name, string Value)[] labels) => new("", value, labels);
}
