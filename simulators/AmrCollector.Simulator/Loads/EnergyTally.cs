using System.Runtime.CompilerServices;

namespace AmrCollector.Simulator.Loads;

/// <summary>Energy since the beginning, by tariff, in 2^-20 J: whole numbers all the way, so that parts add up exactly.</summary>
internal struct EnergyTally
{
    /// <summary>How many of these units one Wh holds.</summary>
    internal const long UnitsPerWh = 3600L << 20;

    internal FourTariffs Import;
    internal FourTariffs Export;

    /// <summary>What came to it since <paramref name="earlier"/>.</summary>
    internal readonly EnergyTally Since(in EnergyTally earlier)
    {
        var rest = this;
        for (var tariff = 0; tariff < Tariffs.Count; tariff++)
        {
            rest.Import[tariff] -= earlier.Import[tariff];
            rest.Export[tariff] -= earlier.Export[tariff];
        }

        return rest;
    }

    /// <summary>One value a tariff.</summary>
    [InlineArray(Tariffs.Count)]
    internal struct FourTariffs
    {
        private long _first;
    }
}
