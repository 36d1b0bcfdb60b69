using AmrCollector.Metering;

namespace AmrCollector.Validation;

/// <summary>Energy by sampled forward power, secondary (V16, V19). Pure.</summary>
public static class PowerIntegral
{
    /// <summary>Samples below which an integral is a guess (vee.md V19).</summary>
    public const int FewestSamples = 8;

    private static readonly TimeSpan LongestGap = TimeSpan.FromHours(4);

    /// <summary>Mean power in kW and its integral in kWh; null where the samples do not carry it: a hole of more than 4 h, or fewer than 8.</summary>
    /// <param name="samples">Power in kW, oldest first.</param>
    /// <param name="from">The beginning of the interval.</param>
    /// <param name="until">Its end.</param>
    public static (decimal? Mean, decimal? Energy) Of(IReadOnlyList<Observation> samples, DateTimeOffset from, DateTimeOffset until)
    {
        if (samples.Count == 0 || until <= from) return (null, null);
        var (energy, before, power) = (0m, from, Forward(samples[0]));
        foreach (var sample in samples)
        {
            if (sample.At - before > LongestGap) return (null, null);
            var now = Forward(sample);
            energy += (power + now) / 2 * Hours(sample.At - before);
            (before, power) = (sample.At, now);
        }

        if (until - before > LongestGap) return (null, null);
        energy += power * Hours(until - before);
        return (energy / Hours(until - from), samples.Count >= FewestSamples ? energy : null);
    }

    private static decimal Forward(Observation sample) => Math.Max(0, sample.Value);

    private static decimal Hours(TimeSpan span) => (decimal)span.Ticks / TimeSpan.TicksPerHour;
}
