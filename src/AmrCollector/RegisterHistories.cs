using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector;

/// <summary>
/// The recent history of every register that was touched, read from the ledger on first use, and packed while nobody asks for it. Only a copy: whatever is
/// doubtful is forgotten and read again. One thread, the ledger writer's.
/// </summary>
internal sealed class RegisterHistories(LedgerReader ledger, BlankMeters blank)
{
    /// <summary>So many meters' histories are kept unpacked at most: those of a site that is asked every minute.</summary>
    private const int MostAtHand = 2_000;

    private readonly Dictionary<MeterId, Dictionary<ObisCode, RegisterTimeline>> _atHand = [];
    private readonly Dictionary<MeterId, byte[]> _packed = [];
    private readonly TimelinePacker _packer = new();

    /// <summary>The history of a register; it may be held and changed until the next <see cref="Rest"/>.</summary>
    internal RegisterTimeline Of(MeterId meter, ObisCode item)
    {
        var registers = AtHand(meter);
        if (registers.TryGetValue(item, out var past)) return past;
        return registers[item] = Load(meter, item);
    }

    internal void Forget((MeterId Meter, ObisCode Item) register) => AtHand(register.Meter).Remove(register.Item);

    /// <summary>Nobody holds a history any more: between two batches. What is too much to be kept at hand is packed.</summary>
    internal void Rest(int most = MostAtHand)
    {
        if (_atHand.Count <= most) return;
        foreach (var (meter, registers) in _atHand) _packed[meter] = _packer.Pack(registers);
        _atHand.Clear();
    }

    private Dictionary<ObisCode, RegisterTimeline> AtHand(MeterId meter)
    {
        if (_atHand.TryGetValue(meter, out var registers)) return registers;
        return _atHand[meter] = _packed.Remove(meter, out var packed) ? TimelinePacker.Unpack(packed) : [];
    }

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
