using AmrCollector.Gaps;
using AmrCollector.Metering;

namespace AmrCollector.Service.Web.Gaps;

/// <summary>The account of slots for Prometheus, by line.</summary>
internal static class GapMetrics
{
    public static void Write(PrometheusText text, IReadOnlyList<LineSlots> lines)
    {
        text.Counter("amr_intervals_expected_total", "Slots of the plans whose time has come.");
        foreach (var line in lines) text.Sample(line.Expected, ("line", line.Line));
        text.Counter("amr_intervals_filled_total", "Slots by what filled them: have, fromDailyFreeze, fromSettlement, fromLoadRecord, estimated.");
        foreach (var line in lines)
        {
            foreach (var (state, slots) in line.Filled.Where(filled => !filled.Key.IsLost()).OrderBy(filled => filled.Key))
                text.Sample(slots, ("line", line.Line), ("source", state.WireName()));
        }

        text.Gauge("amr_gaps_lost", "Slots that are not to be had any more.");
        foreach (var line in lines) text.Sample(line.Filled.Where(filled => filled.Key.IsLost()).Sum(filled => filled.Value), ("line", line.Line));
        text.Gauge("amr_gaps_open", "Slots still to be had.");
        foreach (var line in lines) text.Sample(line.Open, ("line", line.Line));
    }
}
