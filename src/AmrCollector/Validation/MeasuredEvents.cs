using AmrCollector.Metering;

namespace AmrCollector.Validation;

/// <summary>
/// Events out of voltages, currents, powers and power factors that were polled, for meters that tell no status words of their own: the thresholds
/// of vee.md 2.3. A state counts when two samples in a row show it, and lasts from the first to the last of them. Pure.
/// </summary>
public static class MeasuredEvents
{
    private const decimal LostVoltage = 0.78m;
    private const decimal NoVoltage = 0.60m;
    private const decimal GoodVoltage = 0.70m;
    private const decimal NoCurrent = 0.005m;
    private const decimal SomeCurrent = 0.05m;
    private const decimal Uneven = 0.30m;
    private const decimal VeryUneven = 0.90m;
    private const decimal LowFactor = 0.3m;

    /// <summary>Rated current by maximum current: 1.5(6) A behind transformers, 10(60) A and the like without.</summary>
    private const decimal OfTransformer = 4, OfDirect = 6;

    private static readonly TimeSpan AtOnce = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(60);
    private static readonly string[] Phases = ["A", "B", "C"];
    private static readonly ObisCode Factor = ObisCode.Parse("1-0:13.7.0");

    /// <summary>The events, by time.</summary>
    /// <param name="meter">Its ratings.</param>
    /// <param name="series">What was polled of an item, oldest first.</param>
    public static IReadOnlyList<MeterEvent> Of(Meter meter, Func<ObisCode, IReadOnlyList<Observation>> series)
    {
        var rated = meter.ImaxA / (meter.Ct > 1 ? OfTransformer : OfDirect);
        if (rated <= 0 || meter.UnV <= 0) return [];
        List<MeterEvent> events = [];
        var count = meter.Wiring == Wiring.SinglePhase ? 1 : 3;
        var currents = Samples(count, 31, series);
        Add(events, MeterEventKind.LowPowerFactor, "", Points(series(Factor), at => Near(currents[0], at) is { } current && current > SomeCurrent * rated, (value, _) => Math.Abs(value) < LowFactor));
        if (count == 3) AddPhases(events, meter, rated, Samples(count, 32, series), currents, Samples(count, 36, series));
        return [.. events.OrderBy(happening => happening.At)];
    }

    private static void AddPhases(
        List<MeterEvent> events, Meter meter, decimal rated, IReadOnlyList<Observation>[] voltages, IReadOnlyList<Observation>[] currents, IReadOnlyList<Observation>[] powers)
    {
        var isThreeWire = meter.Wiring == Wiring.ThreePhaseThreeWire;
        for (var i = 0; i < Phases.Length; i++)
        {
            if (isThreeWire && i == 1) continue; // phase B is 0 there
            var (phase, own) = (i, currents[i]);
            var hadLoad = own.Any(sample => sample.Value > SomeCurrent * rated);
            var others = voltages.Where((_, other) => other != phase && !(isThreeWire && other == 1)).ToArray();
            var otherCurrents = currents.Where((_, other) => other != phase).ToArray();
            Add(events, MeterEventKind.VoltageLoss, Phases[i], Points(voltages[i], _ => true, (value, at) => value < LostVoltage * meter.UnV && Near(own, at) > NoCurrent * rated));
            Add(events, MeterEventKind.PhaseLoss, Phases[i], Points(voltages[i], _ => true,
                (value, at) => value < NoVoltage * meter.UnV && Near(own, at) < NoCurrent * rated && others.Any(other => Near(other, at) >= LostVoltage * meter.UnV)));
            if (hadLoad)
                Add(events, MeterEventKind.CurrentLoss, Phases[i], Points(voltages[i], _ => true,
                    (value, at) => value > GoodVoltage * meter.UnV && Near(own, at) < NoCurrent * rated && otherCurrents.Any(other => Near(other, at) > SomeCurrent * rated)));
            Add(events, MeterEventKind.CurrentReversed, Phases[i], Points(powers[i], _ => true, (value, _) => value < -NoCurrent * meter.UnV * rated / 1000));
        }

        decimal?[] Of(IReadOnlyList<Observation>[] all, DateTimeOffset at) => [.. all.Select(samples => Near(samples, at))];
        bool Spread(decimal?[] values, decimal limit, decimal least) => values.All(value => value is not null) && values.Max() is { } most && most > least && (most - values.Min()) / most > limit;
        if (isThreeWire) return;
        Add(events, MeterEventKind.Unbalance, "", Points(currents[0], _ => true, (_, at) => Spread(Of(currents, at), Uneven, SomeCurrent * rated)));
        Add(events, MeterEventKind.Unbalance, "", Points(voltages[0], _ => true, (_, at) => Spread(Of(voltages, at), Uneven, NoVoltage * meter.UnV)));
        Add(events, MeterEventKind.SevereUnbalance, "", Points(currents[0], _ => true, (_, at) => Spread(Of(currents, at), VeryUneven, SomeCurrent * rated)));
    }

    /// <summary>The phases' momentary values: C = 31, 51, 71 of currents and so on.</summary>
    private static IReadOnlyList<Observation>[] Samples(int count, byte first, Func<ObisCode, IReadOnlyList<Observation>> series) =>
        [.. Enumerable.Range(0, count).Select(phase => series(new(1, 0, (byte)(first + (20 * phase)), 7, 0, 255)))];

    private static IEnumerable<(DateTimeOffset At, bool IsIn)> Points(
        IReadOnlyList<Observation> samples, Func<DateTimeOffset, bool> counts, Func<decimal, DateTimeOffset, bool> isIn) =>
        samples.Select(sample => (sample.At, counts(sample.At) && isIn(sample.Value, sample.At)));

    private static void Add(List<MeterEvent> events, MeterEventKind kind, string phase, IEnumerable<(DateTimeOffset At, bool IsIn)> points)
    {
        DateTimeOffset? began = null;
        var last = default(DateTimeOffset);
        foreach (var (at, isIn) in points)
        {
            if (isIn)
            {
                began ??= at;
                last = at;
            }
            else
            {
                if (began is { } over && last - over >= Delay) events.Add(new(kind, over, last, Phase: phase));
                began = null;
            }
        }

        if (began is { } from && last - from >= Delay) events.Add(new(kind, from, last, Phase: phase));
    }

    /// <summary>The sample of the same poll; null when there is none.</summary>
    private static decimal? Near(IReadOnlyList<Observation> samples, DateTimeOffset at)
    {
        var (low, high) = (0, samples.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (samples[middle].At < at - AtOnce) low = middle + 1;
            else high = middle;
        }

        return low < samples.Count && samples[low].At <= at + AtOnce ? samples[low].Value : null;
    }
}
