using AmrCollector.Metering;

namespace AmrCollector.Validation;

/// <summary>What a meter can carry (vee.md 3.1).</summary>
internal static class Physics
{
    /// <summary>Most energy in the time, secondary kWh with margin; null when the list has no ratings.</summary>
    public static decimal? Ceiling(Meter meter, long seconds, decimal margin)
    {
        var ratings = meter.UnV * meter.ImaxA;
        if (ratings <= 0) return null;
        var phases = meter.Wiring switch
        {
            Wiring.ThreePhaseFourWire => 3m,
            Wiring.ThreePhaseThreeWire => 1.7320508075688772935m,
            _ => 1m,
        };
        return phases * ratings * seconds * margin / 3_600_000m;
    }
}
