using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using AmrCollector.Telemetry;

namespace AmrCollector.Service.Web;

/// <summary>Numbers in the order they are told, and as the Prometheus text format 0.0.4.</summary>
internal sealed class PrometheusText
{
    private const int Piece = 32 * 1024;

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
    public PrometheusText Sample(double value, params (string Name, string Value)[] labels) => Samples([MetricSample.Of(value, labels)]);

    /// <summary>Samples of what was begun last, made when they are written: what there is one of for each line must not stand in memory.</summary>
    public PrometheusText Samples(IEnumerable<MetricSample> samples)
    {
        _families[^1].Add(samples);
        return this;
    }

    /// <summary>One distribution of the histogram that was begun last; nothing for null.</summary>
    public PrometheusText Distribution(DurationTotals? totals, params (string Name, string Value)[] labels) => Samples(HistogramSamples.Of(totals, labels));

    /// <summary>Writes it piece by piece, as fast as <paramref name="to"/> takes it.</summary>
    public async Task WriteAsync(PipeWriter to, CancellationToken cancellationToken)
    {
        foreach (var family in _families)
        {
            PrometheusFormat.Begin(to, family);
            foreach (var sample in family.Samples)
            {
                PrometheusFormat.Append(to, family.Name, sample);
                if (to.UnflushedBytes > Piece && (await to.FlushAsync(cancellationToken)).IsCompleted) return;
            }
        }

        await to.FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        ArrayBufferWriter<byte> text = new(4096);
        foreach (var family in _families)
        {
            PrometheusFormat.Begin(text, family);
            foreach (var sample in family.Samples) PrometheusFormat.Append(text, family.Name, sample);
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private PrometheusText Begin(string name, string help, MetricKind kind)
    {
        _families.Add(new(name, help, kind));
        return this;
    }
}
