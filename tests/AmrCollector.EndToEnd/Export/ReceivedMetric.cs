namespace AmrCollector.EndToEnd.Export;

/// <summary>A metric as it came (opentelemetry/proto/metrics/v1/metrics.proto).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">gauge, sum or histogram.</param>
/// <param name="Points">Each with its labels, its value or sum, and a histogram's count.</param>
internal sealed record ReceivedMetric(string Name, string Kind, IReadOnlyList<(IReadOnlyDictionary<string, string> Labels, double Value, ulong Count)> Points)
{
    private const int Gauge = 5, Sum = 7, Histogram = 9;

    /// <summary>Null for what is no metric of these kinds.</summary>
    public static ReceivedMetric? Of(ReadOnlyMemory<byte> metric)
    {
        var fields = ProtoField.Of(metric);
        if (fields.FirstOrDefault(field => field.Number is Gauge or Sum or Histogram) is not { Number: > 0 } data) return null;
        var isHistogram = data.Number == Histogram;
        var points = ProtoField.All(data.Bytes, 1).Select(point =>
        {
            var parts = ProtoField.Of(point);
            IReadOnlyDictionary<string, string> labels = OtlpReceiver.Labels(parts.Where(part => part.Number == (isHistogram ? 9 : 7)).Select(part => part.Bytes));
            return (labels, parts.FirstOrDefault(part => part.Number == (isHistogram ? 5 : 4)).Double, isHistogram ? parts.FirstOrDefault(part => part.Number == 4).Value : 0);
        });
        return new(fields.First(field => field.Number == 1).Text, data.Number switch { Gauge => "gauge", Sum => "sum", _ => "histogram" }, [.. points]);
    }
}
