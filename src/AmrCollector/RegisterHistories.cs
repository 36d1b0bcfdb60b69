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
    private readonly Dictionary<(MeterId, ObisCode), RegisterTimeline> _timelines = [];

    internal RegisterTimeline Of(MeterId meter, ObisCode item)
    {
        if (_timelines.TryGetValue((meter, item), out var known)) return known;
        var timeline = new RegisterTimeline();
        if (blank.Contains(meter)) return _timelines[(meter, item)] = timeline;
        var points = ledger.HistoryBefore(meter, item, DateTimeOffset.MaxValue, RegisterTimeline.MaxRows);
        for (var i = points.Count - 1; i >= 0; i--) timeline.Put(Row(points[i]));
        return _timelines[(meter, item)] = timeline;
    }

    internal void Forget((MeterId, ObisCode) register) => _timelines.Remove(register);

    private static TimelineRow Row(HistoryPoint point) => TimelineRow.Of(
        point.Instant, point.Source, point.Value,
        new() { Judgement = point.Judgement, Held = point.Held, Rules = point.Rules });
}
