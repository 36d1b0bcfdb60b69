using AmrCollector.Feed;

namespace AmrCollector.Service.Web;

/// <summary>The sinks' numbers.</summary>
internal static class SinkMetrics
{
    public static void Write(PrometheusText text, IReadOnlyList<FeedSinkReport> sinks, DateTimeOffset now)
    {
        text.Gauge("amr_feed_lag_records", "Entries a consumer has not yet taken.");
        foreach (var sink in sinks) text.Sample(sink.Lag, ("feed", sink.Name));
        text.Gauge("amr_feed_oldest_unacked_seconds", "Age of the oldest entry a consumer has not yet taken; 0 when there is none.");
        foreach (var sink in sinks) text.Sample(sink.Oldest is { } oldest ? Math.Max(0, (now - oldest).TotalSeconds) : 0, ("feed", sink.Name));
        text.Counter("amr_feed_deliveries_total", "Batches by what the consumer said, since the start.");
        foreach (var sink in sinks)
        {
            text.Sample(sink.Batches.Taken, ("feed", sink.Name), ("outcome", "ok"))
                .Sample(sink.Batches.Failed, ("feed", sink.Name), ("outcome", "failed"))
                .Sample(sink.Batches.Refused, ("feed", sink.Name), ("outcome", "refused"));
        }

        text.Counter("amr_feed_records_total", "Entries taken by a consumer, and entries it refused for their content, since the start.");
        foreach (var sink in sinks)
            text.Sample(sink.Delivered, ("feed", sink.Name), ("outcome", "ok")).Sample(sink.Refused, ("feed", sink.Name), ("outcome", "quarantined"));
        text.Gauge("amr_feed_up", "1 while deliveries succeed.");
        foreach (var sink in sinks) text.Sample(sink.Trouble is null ? 1 : 0, ("feed", sink.Name));
    }
}
