using AmrCollector.Metering;

namespace AmrCollector.Validation;

/// <summary>
/// Events out of what meters tell between readings: bits of the status words of DL/T 645-2007 (04 00 05 01 to 07) that were set, and
/// counters of events that have risen. A state lasts from the first reading that shows it to the last; a counter rose at some time
/// between two readings of it. Pure.
/// </summary>
public static class StatusEvents
{
    private static readonly (ObisCode Word, int Bit, MeterEventKind Kind, string Phase)[] States =
    [
        (Of(3), 3, MeterEventKind.Programming, ""),
        (Of(4), 0, MeterEventKind.VoltageLoss, "A"), (Of(4), 3, MeterEventKind.CurrentLoss, "A"),
        (Of(4), 6, MeterEventKind.CurrentReversed, "A"), (Of(4), 7, MeterEventKind.PhaseLoss, "A"),
        (Of(5), 0, MeterEventKind.VoltageLoss, "B"), (Of(5), 3, MeterEventKind.CurrentLoss, "B"),
        (Of(5), 6, MeterEventKind.CurrentReversed, "B"), (Of(5), 7, MeterEventKind.PhaseLoss, "B"),
        (Of(6), 0, MeterEventKind.VoltageLoss, "C"), (Of(6), 3, MeterEventKind.CurrentLoss, "C"),
        (Of(6), 6, MeterEventKind.CurrentReversed, "C"), (Of(6), 7, MeterEventKind.PhaseLoss, "C"),
        (Of(7), 2, MeterEventKind.Unbalance, ""), (Of(7), 3, MeterEventKind.Unbalance, ""),
        (Of(7), 8, MeterEventKind.SevereUnbalance, ""),
        (Of(7), 5, MeterEventKind.PowerOutage, ""), (Of(7), 7, MeterEventKind.LowPowerFactor, ""),
    ];

    private static readonly (ObisCode Counter, MeterEventKind Kind)[] Counters =
    [
        (ObisCode.Parse("0-0:96.20.0"), MeterEventKind.CoverOpen),
        (ObisCode.Parse("0-0:96.20.5"), MeterEventKind.TerminalCoverOpen),
        (ObisCode.Parse("0-0:96.20.15"), MeterEventKind.Magnetic),
        (ObisCode.Parse("0-0:96.2.0"), MeterEventKind.Programming),
        (ObisCode.Parse("0-0:96.20.25"), MeterEventKind.MeterClear),
    ];

    /// <summary>True for a counter of events: when it has risen, something happened before it was read.</summary>
    public static bool IsCounter(ObisCode item) => Counters.Any(counter => counter.Counter == item);

    /// <summary>The events, by time.</summary>
    /// <param name="series">What the meter told of an item, oldest first, up to the reading.</param>
    public static IReadOnlyList<MeterEvent> Of(Func<ObisCode, IReadOnlyList<Observation>> series)
    {
        List<MeterEvent> events = [];
        foreach (var word in States.GroupBy(state => state.Word))
        {
            var told = series(word.Key);
            foreach (var (_, bit, kind, phase) in word)
                if (told.Count > 0) AddStates(events, told, bit, kind, phase);
        }

        foreach (var (counter, kind) in Counters) AddRises(events, series(counter), kind);
        return [.. events.OrderBy(happening => happening.At)];
    }

    private static void AddStates(List<MeterEvent> events, IReadOnlyList<Observation> told, int bit, MeterEventKind kind, string phase)
    {
        DateTimeOffset? began = null;
        var last = default(DateTimeOffset);
        foreach (var word in told)
        {
            if (word.Value is >= 0 and <= 0xFFFF && (((int)word.Value >> bit) & 1) == 1)
            {
                began ??= word.At;
                last = word.At;
            }
            else if (began is { } from)
            {
                events.Add(new(kind, from, last, Phase: phase));
                began = null;
            }
        }

        if (began is { } lasting) events.Add(new(kind, lasting, null, Phase: phase));
    }

    private static void AddRises(List<MeterEvent> events, IReadOnlyList<Observation> told, MeterEventKind kind)
    {
        for (var i = 1; i < told.Count; i++)
            if (told[i].Value > told[i - 1].Value) events.Add(new(kind, told[i - 1].At.AddSeconds(1), told[i].At));
    }

    private static ObisCode Of(byte word) => new(0, 0, 96, 5, word, 255);
}
