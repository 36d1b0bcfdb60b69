namespace AmrCollector.Simulator.Dlt645;

/// <summary>Counts and the newest ten records of what happened to a meter, by the identifier of the count (03300000, 1D000001).</summary>
internal sealed class EventLog
{
    /// <summary>Records kept of each kind.</summary>
    internal const int Kept = 10;

    private readonly Dictionary<uint, (int Count, List<byte[]> Records)> _kinds = [];

    /// <summary>How often it happened.</summary>
    internal int Count(uint kind) => _kinds.TryGetValue(kind, out var known) ? known.Count : 0;

    /// <summary>Record <paramref name="back"/>, 1 the newest; null when there are not so many.</summary>
    internal byte[]? Record(uint kind, int back) =>
        back >= 1 && _kinds.TryGetValue(kind, out var known) && back <= known.Records.Count ? known.Records[back - 1] : null;

    /// <summary>Adds one, the oldest gives way.</summary>
    internal void Add(uint kind, byte[] record)
    {
        var known = _kinds.GetValueOrDefault(kind, (0, []));
        known.Records.Insert(0, record);
        if (known.Records.Count > Kept) known.Records.RemoveAt(Kept);
        _kinds[kind] = (known.Count + 1, known.Records);
    }

    /// <summary>Forgets one kind.</summary>
    internal void Clear(uint kind) => _kinds.Remove(kind);

    /// <summary>Forgets all kinds but those <paramref name="keeps"/> names.</summary>
    internal void ClearAll(Func<uint, bool> keeps)
    {
        foreach (var kind in _kinds.Keys.Where(kind => !keeps(kind)).ToList()) _kinds.Remove(kind);
    }
}
