using System.Runtime.CompilerServices;

namespace AmrCollector.Simulator.Loads;

/// <summary>One energy register and its tariffs in Wh. The total is the sum of the tariffs, always.</summary>
/// <param name="modulus">Where each register starts again, in Wh.</param>
internal struct TariffRegisters(long modulus)
{
    private Slots _tariffs;

    /// <summary>Sum of the tariffs, in Wh.</summary>
    internal readonly long Total
    {
        get
        {
            var sum = 0L;
            foreach (var tariff in _tariffs) sum += tariff;
            return sum % modulus;
        }
    }

    /// <summary>A tariff's register in Wh, 0 the first tariff.</summary>
    internal long this[int tariff]
    {
        readonly get => _tariffs[tariff];
        set => _tariffs[tariff] = ((value % modulus) + modulus) % modulus;
    }

    [InlineArray(Tariffs.Count)]
    private struct Slots
    {
        private long _first;
    }
}
