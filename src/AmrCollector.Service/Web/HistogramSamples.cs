using System.Globalization;
using AmrCollector.Telemetry;

namespace AmrCollector.Service.Web;

/// <summary>A distribution as the samples of a histogram.</summary>
internal static class HistogramSamples
{
    /// <summary>A bucket a bound, each with all below it, the sum in seconds, the count; nothing for null.</summary>
    internal static IEnumerable<MetricSample> Of(DurationTotals? totals, params (string Name, string Value)[] labels)
    {
        if (totals is null) yield break;
        var count = 0L;
        for (var i = 0; i < totals.Counts.Count; i++)
        {
            count += totals.Counts[i];
            var bound = i < totals.Bounds.Count ? totals.Bounds[i].ToString("R", CultureInfo.InvariantCulture) : "+Inf";
            yield return new("_bucket", count, [.. labels, ("le", bound)]);
        }

        yield return new("_sum", totals.Sum.TotalSeconds, labels);
        yield return new("_count", count, labels);
    }
}
