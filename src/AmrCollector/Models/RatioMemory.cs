using AmrCollector.Metering;

namespace AmrCollector.Models;

/// <summary>
/// The ratios a meter told last, for values that depend on a register too far away to come in the same reply. A ratio that reads
/// as a fault is forgotten, so that nothing is reckoned with an old one. One owner.
/// </summary>
public sealed class RatioMemory
{
    private readonly Dictionary<ObisCode, decimal> _known = [];

    /// <summary>Keeps what a ratio item said; other items are passed over.</summary>
    public void Take(DecodedValue value)
    {
        if (!value.Item.IsRatio) return;
        if (value.Number is { } number) _known[value.Item.Obis] = number;
        else _known.Remove(value.Item.Obis);
    }

    /// <summary>The meter did not tell this one when it was asked.</summary>
    public void Forget(ObisCode ratio) => _known.Remove(ratio);

    /// <summary>The last value of a ratio item; false when there is none.</summary>
    public bool TryGet(ObisCode ratio, out decimal value) => _known.TryGetValue(ratio, out value);
}
