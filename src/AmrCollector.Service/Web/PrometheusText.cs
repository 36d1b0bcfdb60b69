using System.Globalization;
using System.Text;
using AmrCollector.Telemetry;

namespace AmrCollector.Service.Web;

/// <summary>Numbers in the order they are told, and as the Prometheus text format 0.0.4.</summary>
internal sealed class PrometheusText
{
    private readonly List<MetricFamily> _families = [];

    /// <summary>What was told.</summary>
    public IReadOnlyList<MetricFamily> Families => _families;

    /// <summary>Begins a gauge; samples follow.</summary>
    public PrometheusText Gauge(string name, string help) => Begin(name, help, MetricKind.Gauge);

    /// <summary>Begins a counter; samples follow.</summary>
    public PrometheusText Counter(string name, string help) => Begin(name, help, MetricKind.Counter);

    /// <summary>Begins a histogram; distributions follow.</summary>
    public PrometheusText Histogram(string name, string help) => Begin(name, help, MetricKind.Histogram);

    /// <summary>One sample of what was begun last.</summary>
    public PrometheusText Sample(double value, params (string Name, string Value)[] labels)
    {
        _families[^1].Samples.Add(new("", value, labels));
        return this;
    }

    /// <summary>One distribution of the histogram that was begun last; nothing for null.</summary>
    public PrometheusText Distribution(DurationTotals? totals, params (string Name, string Value)[] labels)
    {
        if (totals is null) return this;
        var samples = _families[^1].Samples;
        var count = 0L;
        for (var i = 0; i < totals.Counts.Count; i++)
        {
            count += totals.Counts[i];
            var bound = i < totals.Bounds.Count ? totals.Bounds[i].ToString("R", CultureInfo.InvariantCulture) : "+Inf";
            samples.Add(new("_bucket", count, [.. labels, ("le", bound)]));
        }

        samples.Add(new("_sum", totals.Sum.TotalSeconds, labels));
        samples.Add(new("_count", count, labels));
        return this;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        StringBuilder text = new(4096);
        foreach (var family in _families)
        {
            text.Append("# HELP ").Append(family.Name).Append(' ').Append(family.Help).Append('\n');
            text.Append("# TYPE ").Append(family.Name).Append(' ').Append(family.Kind switch { MetricKind.Counter => "counter", MetricKind.Histogram => "histogram", _ => "gauge" }).Append('\n');
            foreach (var sample in family.Samples) Append(text, family.Name, sample);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string name, MetricSample sample)
    {
        text.Append(name).Append(sample.Suffix);
        var separator = '{';
        foreach (var (label, value) in sample.Labels)
        {
            text.Append(separator).Append(label).Append("=\"").Append(Escaped(value)).Append('"');
            separator = ',';
        }

        text.Append(sample.Labels.Count == 0 ? " " : "} ").Append(sample.Value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    private PrometheusText Begin(string name, string help, MetricKind kind)
    {
        _families.Add(new(name, help, kind));
        return this;
    }

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
