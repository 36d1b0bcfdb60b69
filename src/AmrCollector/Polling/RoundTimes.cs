using System.Collections;
using AmrCollector.Telemetry;

namespace AmrCollector.Polling;

/// <summary>
/// Bus time of one round: what the most frequent plan entries of a line last took, summed over its meters that are not down. Exchanges with other errands in
/// between do not count. One owner; <see cref="Total"/> from any thread.
/// </summary>
internal sealed class RoundTimes
{
    private const int Kinds = 4; // freezes, profile, settlements and groups of an entry are served apart
    private const int NotCounted = -1;

    private readonly Dictionary<PlanSlot, TimeSpan> _running = [];
    private readonly int[] _places;
    private readonly int _entries;
    private readonly long[] _last; // ticks; 0: not served yet
    private readonly BitArray _missing;
    private readonly BitArray _served;
    private readonly Durations _rounds;
    private int _stillMissing;
    private int _known;
    private int _servedOnceMore;
    private long _total;

    internal RoundTimes(IReadOnlyList<PolledMeter> meters, string line)
    {
        _rounds = Instruments.CyclesOf(line);
        _entries = meters.Count == 0 ? 0 : meters.Max(meter => meter.Plan.Entries.Count);
        _places = new int[meters.Count * _entries];
        var shortest = TimeSpan.MaxValue;
        for (var meter = 0; meter < meters.Count; meter++)
        {
            var entries = meters[meter].Plan.Entries;
            for (var entry = 0; entry < entries.Count; entry++)
                if (Schedule.Distance(entries[entry].When) is var distance && distance < shortest && AsksAnything(meters[meter], entries[entry])) shortest = distance;
        }

        Array.Fill(_places, NotCounted);
        for (var meter = 0; meter < meters.Count; meter++)
        {
            var entries = meters[meter].Plan.Entries;
            for (var entry = 0; entry < entries.Count; entry++)
                if (Schedule.Distance(entries[entry].When) == shortest && AsksAnything(meters[meter], entries[entry])) _places[(meter * _entries) + entry] = _stillMissing++;
        }

        (_missing, _last, _served) = (new(_stillMissing, true), new long[_stillMissing * Kinds], new(_stillMissing * Kinds));
    }

    /// <summary>The newest round; null before every entry of it was served once.</summary>
    internal TimeSpan? Total => Interlocked.Read(ref _total) is > 0 and var ticks ? TimeSpan.FromTicks(ticks) : null;

    /// <summary>Every whole round: each time all of its entries were served once more.</summary>
    internal DurationTotals Rounds => _rounds.Totals();

    /// <summary>The bus was <paramref name="spent"/> on <paramref name="slot"/>, which is over when <paramref name="isLast"/>.</summary>
    internal void Note(PlanSlot? slot, TimeSpan spent, bool isLast)
    {
        if (slot is not { } served || _places[(served.Meter * _entries) + served.Entry] is not (>= 0 and var place)) return;
        spent += _running.GetValueOrDefault(served);
        if (!isLast)
        {
            _running[served] = spent;
            return;
        }

        _running.Remove(served);
        var own = (place * Kinds) + KindOf(served);
        if (_last[own] == 0) _known++;
        _last[own] = Math.Max(1, spent.Ticks);
        Found(place);
        Sum();
        if (!_served[own]) _servedOnceMore++;
        _served[own] = true;
        if (_stillMissing > 0 || _servedOnceMore < _known) return;
        _served.SetAll(false);
        _servedOnceMore = 0;
        if (Total is { } total) _rounds.Note(total);
    }

    /// <summary>The meter is down: it is in no round until it answers again.</summary>
    internal void Leave(int meter)
    {
        for (var entry = 0; entry < _entries; entry++)
        {
            if (_places[(meter * _entries) + entry] is not (>= 0 and var place)) continue;
            Found(place);
            for (var own = place * Kinds; own < (place + 1) * Kinds; own++)
            {
                if (_last[own] > 0) _known--;
                if (_served[own]) _servedOnceMore--;
                (_last[own], _served[own]) = (0, false);
            }
        }

        foreach (var slot in _running.Keys.Where(slot => slot.Meter == meter).ToList()) _running.Remove(slot);
        Sum();
    }

    private void Found(int place)
    {
        if (!_missing[place]) return;
        _missing[place] = false;
        _stillMissing--;
    }

    private void Sum()
    {
        if (_stillMissing == 0) Interlocked.Exchange(ref _total, _last.Sum());
    }

    private static int KindOf(PlanSlot slot) => slot.IsFreezes ? 1 : slot.IsProfile ? 2 : slot.IsSettlement ? 3 : 0;

    private static bool AsksAnything(PolledMeter meter, PlanEntry entry) =>
        meter.Questions(entry.Reads).Count > 0 || (meter.FreezeDepth > 0 && entry.Reads.Contains(ReadWord.DailyFreeze));
}
