using System.Net;

namespace AmrCollector.Lines.DialIn;

/// <summary>A bounded list of units that were not taken; the one that came longest ago gives way. One owner.</summary>
internal sealed class Knocks(TimeProvider time)
{
    internal const int Most = 64;

    private readonly Dictionary<string, KnockingUnit> _units = new(StringComparer.Ordinal);

    /// <summary>How often any came.</summary>
    internal long Count { get; private set; }

    internal void Add(string id, IPAddress from)
    {
        Count++;
        var now = time.GetUtcNow();
        if (!_units.TryGetValue(id, out var known))
        {
            if (_units.Count >= Most) _units.Remove(_units.Values.MinBy(unit => unit.Last)!.Id);
            known = new(id, "", 0, now, now);
        }

        _units[id] = known with { Address = from.ToString(), Count = known.Count + 1, Last = now };
    }

    /// <summary>The newest first.</summary>
    internal IReadOnlyList<KnockingUnit> List() => [.. _units.Values.OrderByDescending(unit => unit.Last)];
}
