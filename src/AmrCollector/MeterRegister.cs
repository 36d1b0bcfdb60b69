using System.Collections;
using System.Diagnostics.CodeAnalysis;
using AmrCollector.Metering;

namespace AmrCollector;

/// <summary>The meter list in force, replaced as a whole at a reload: a reader sees the old one or the new one. Any thread.</summary>
internal sealed class MeterRegister(IReadOnlyDictionary<MeterId, Meter> meters) : IReadOnlyDictionary<MeterId, Meter>
{
    private volatile IReadOnlyDictionary<MeterId, Meter> _meters = meters;

    public IEnumerable<MeterId> Keys => _meters.Keys;

    public IEnumerable<Meter> Values => _meters.Values;

    public int Count => _meters.Count;

    public Meter this[MeterId key] => _meters[key];

    /// <summary>From now on it is these.</summary>
    public void Replace(IReadOnlyDictionary<MeterId, Meter> meters) => _meters = meters;

    public bool ContainsKey(MeterId key) => _meters.ContainsKey(key);

    public bool TryGetValue(MeterId key, [MaybeNullWhen(false)] out Meter value) => _meters.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<MeterId, Meter>> GetEnumerator() => _meters.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
