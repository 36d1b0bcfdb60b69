using AmrCollector.Review;

namespace AmrCollector.Service.Web.Review;

/// <summary>How much waits for a person, for Prometheus.</summary>
internal static class ReviewMetrics
{
    public static void Write(PrometheusText text, ReviewQueue queue)
    {
        text.Gauge("amr_review_open", "Entries that wait for a person: held ones, and suspects that hold nothing.")
            .Sample(queue.Count(new() { Held = true }), ("held", "true")).Sample(queue.Count(new() { Held = false }), ("held", "false"));
    }
}
