using AmrCollector.Telemetry;

namespace AmrCollector.Polling;

/// <summary>
/// Bus time of one round: what the most frequent plan entries of a line last took, summed over its meters that are not down. Exchanges with other errands in
/// between do not count. One owner; <see cref="Total"/> from any thread.
/// </summary>
internal sealed class RoundTimes
{
    private readonly Dictionary<PlanSlot, TimeSpan> _running = [];
    private readonly Dictionary<PlanSlot, TimeSpan> _last = [];
    private readonly HashSet<(int Meter, int Entry)> _counted = [];
    private readonly HashSet<(int Meter, int Entry)> _missing = [];
    private readonly HashSet<PlanSlot> _served = [];
    private readonly Durations _rounds;
    private long _total;

    internal RoundTimes(IReadOnlyList<PolledMeter> meters, string line)
    {
        _rounds = Instruments.CyclesOf(line);
        var shortest = TimeSpan.MaxValue;
        for (var meter = 0; meter < meters.Count; meter++)
        {
            var entries = meters[meter].Plan.Entries;
            for (var entry = 0; entry < entries.Count; entry++)
            {
                var distance = Schedule.Distance(entries[entry].When);
                if (distance > shortest || !AsksAnything(meters[meter], entries[entry])) continue;
                if (distance < shortest) _counted.Clear();
                shortest = distance;
                _counted.Add((meter, entry));
            }
        }

        _missing.UnionWith(_counted);
    }

    /// <summary>The newest round; null before every entry of it was served once.</summary>
    internal TimeSpan? Total => Interlocked.Read(ref _total) is > 0 and var ticks ? TimeSpan.FromTicks(ticks) : null;

    /// <summary>Every whole round: each time all of its entries were served once more.</summary>
    internal DurationTotals Rounds => _rounds.Totals();

    /// <summary>The bus was <paramref name="spent"/> on <paramref name="slot"/>, which is over when <paramref name="isLast"/>.</summary>
    internal void Note(PlanSlot? slot, TimeSpan spent, bool isLast)
    {
        if (slot is not { } served || !_counted.Contains((served.Meter, served.Entry))) return;
        spent += _running.GetValueOrDefault(served);
        if (!isLast)
        {
            _running[served] = spent;
            return;
        }

        _running.Remove(served);
        _last[served] = spent;
        _missing.Remove((served.Meter, served.Entry));
        Sum();
        _served.Add(served);
        if (_missing.Count > 0 || _served.Count < _last.Count) return;
        _served.Clear();
        if (Total is { } total) _rounds.Note(total);
    }

    /// <summary>The meter is down: it is in no round until it answers again.</summary>
    internal void Leave(int meter)
    {
        foreach (var slot in _counted.Where(slot => slot.Meter == meter))
        {
            _missing.Remove(slot);
            _running.Remove(new(meter, slot.Entry));
            _last.Remove(new(meter, slot.Entry));
            _served.Remove(new(meter, slot.Entry));
        }

        Sum();
    }

    private void Sum()
    {
        if (_missing.Count == 0) Interlocked.Exchange(ref _total, _last.Values.Sum(last => last.Ticks));
    }

    private static bool AsksAnything(PolledMeter meter, PlanEntry entry) =>
        meter.Questions(entry.Reads).Count > 0 || (meter.FreezeDepth > 0 && entry.Reads.Contains(ReadWord.DailyFreeze));
}
