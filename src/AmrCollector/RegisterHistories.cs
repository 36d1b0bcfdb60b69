using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector;

/// <summary>
/// The recent history of every register that was touched, read from the ledger on first use. Only a copy: whatever is doubtful is
/// forgotten and read again. One thread, the ledger writer's.
/// </summary>
internal sealed class RegisterHistories(LedgerReader ledger, BlankMeters blank)
{
    private readonly Dictionary<(MeterId Meter, ObisCode Item), RegisterTimeline> _registers = [];

    internal RegisterTimeline Of(MeterId meter, ObisCode item)
    {
        if (_registers.TryGetValue((meter, item), out var past)) return past;
        return _registers[(meter, item)] = Load(meter, item);
    }

    internal void Forget((MeterId Meter, ObisCode Item) register) => _registers.Remove(register);

    private RegisterTimeline Load(MeterId meter, ObisCode item)
    {
        var timeline = new RegisterTimeline();
        if (blank.Contains(meter)) return timeline;
        var points = ledger.HistoryBefore(meter, item, DateTimeOffset.MaxValue, RegisterTimeline.MaxRows);
        for (var i = points.Count - 1; i >= 0; i--) timeline.Put(Row(points[i]));
        return timeline;
    }

    private static TimelineRow Row(HistoryPoint point) => TimelineRow.Of(
        point.Instant, point.Source, point.Value,
        new() { Judgement = point.Judgement, Held = point.Held, Rules = point.Rules });
}
