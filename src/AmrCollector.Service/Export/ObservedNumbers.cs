using System.Diagnostics.Metrics;
using AmrCollector.Service.Web;
using AmrCollector.Telemetry;

namespace AmrCollector.Service.Export;

/// <summary>
/// The numbers of <c>/metrics</c> as instruments that are asked: one source for both. Histograms are not among them: those are recorded as they happen. A number that
/// is told for the first time becomes an instrument at the next look.
/// </summary>
internal sealed class ObservedNumbers : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500);

    private readonly Func<PrometheusText> _numbers;
    private readonly TimeProvider _time;
    private readonly Meter _meter = new(Instruments.Name);
    private readonly Lock _gate = new();
    private readonly HashSet<string> _known = [];
    private readonly ITimer _look;
    private Dictionary<string, MetricFamily> _families = [];
    private long _taken;

    /// <summary>Takes <paramref name="numbers"/> when they are asked for, and looks for new ones every <paramref name="every"/>.</summary>
    public ObservedNumbers(Func<PrometheusText> numbers, TimeSpan every, TimeProvider time)
    {
        (_numbers, _time) = (numbers, time);
        Look();
        _look = time.CreateTimer(_ => Look(), null, every, every);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _look.Dispose();
        _meter.Dispose();
    }

    private void Look()
    {
        foreach (var family in Now().Values.Where(family => family.Kind != MetricKind.Histogram))
        {
            lock (_gate)
            {
                if (!_known.Add(family.Name)) continue;
            }

            if (family.Kind == MetricKind.Counter) _meter.CreateObservableCounter(family.Name, () => Of(family.Name), description: family.Help);
            else _meter.CreateObservableGauge(family.Name, () => Of(family.Name), description: family.Help);
        }
    }

    private IEnumerable<Measurement<double>> Of(string name) => Now().TryGetValue(name, out var family)
        ? family.Samples.Select(sample => new Measurement<double>(sample.Value, sample.Labels.Select(label => new KeyValuePair<string, object?>(label.Name, label.Value))))
        : [];

    private Dictionary<string, MetricFamily> Now()
    {
        lock (_gate)
        {
            if (_families.Count == 0 || _time.GetElapsedTime(_taken) > Fresh)
                (_families, _taken) = (_numbers().Families.GroupBy(family => family.Name).ToDictionary(family => family.Key, family => family.First()), _time.GetTimestamp());
            return _families;
        }
    }
}
