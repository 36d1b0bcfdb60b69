using AmrCollector.Metering;
using AmrCollector.Observations;
using AmrCollector.Polling.Clocks;

namespace AmrCollector.Service.Web;

/// <summary>A meter's clock as <c>/v1/meters/{id}</c> shows it.</summary>
/// <param name="OffsetSeconds">Against the collector's when it was read last, positive when ahead; half the round trip is taken off.</param>
/// <param name="MeasuredAt">When that was, UTC.</param>
/// <param name="DriftSecondsPerDay">How fast it runs away since it was set last; null while too little is known.</param>
/// <param name="Samples">Offsets the drift was drawn through.</param>
public sealed record ClockState(decimal OffsetSeconds, DateTimeOffset MeasuredAt, decimal? DriftSecondsPerDay, int Samples)
{
    private static readonly TimeSpan History = TimeSpan.FromDays(60);

    /// <summary>What <paramref name="observations"/> tell of the clock of <paramref name="meter"/>; null when it was never read.</summary>
    internal static ClockState? Of(ObservationStore observations, MeterId meter, DateTimeOffset now)
    {
        var offsets = observations.Series(meter, ClockItem.Offset, now - History, now.AddDays(1));
        if (offsets.Count == 0) return null;
        var drift = ClockDrift.Of(offsets);
        return new(offsets[^1].Value, offsets[^1].At, drift?.SecondsPerDay, drift?.Samples ?? 0);
    }
}
