using System.Buffers;
using System.Globalization;
using System.Text;

namespace AmrCollector.Service.Web;

/// <summary>The text format 0.0.4 of Prometheus, in UTF-8.</summary>
internal static class PrometheusFormat
{
    private const int LongestNumber = 32;

    /// <summary>The head of a family.</summary>
    internal static void Begin(IBufferWriter<byte> to, MetricFamily family)
    {
        Put(to, "# HELP ", family.Name, " ", family.Help, "\n");
        Put(to, "# TYPE ", family.Name, family.Kind switch { MetricKind.Counter => " counter\n", MetricKind.Histogram => " histogram\n", _ => " gauge\n" });
    }

    /// <summary>One line.</summary>
    internal static void Append(IBufferWriter<byte> to, string name, MetricSample sample)
    {
        Put(to, name, sample.Suffix);
        for (var i = 0; i < sample.Labels.Count; i++)
            Put(to, i == 0 ? "{" : ",", sample.Labels[i].Name, "=\"", Escaped(sample.Labels[i].Value), "\"");
        Put(to, sample.Labels.Count == 0 ? " " : "} ");
        sample.Value.TryFormat(to.GetSpan(LongestNumber), out var length, "R", CultureInfo.InvariantCulture);
        to.Advance(length);
        Put(to, "\n");
    }

    private static void Put(IBufferWriter<byte> to, params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts) Encoding.UTF8.GetBytes(text, to);
    }

    private static string Escaped(string text) => text.AsSpan().ContainsAny('\\', '"', '\n')
        ? text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
        : text;
}
