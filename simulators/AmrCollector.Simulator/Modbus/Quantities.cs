namespace AmrCollector.Simulator.Modbus;

/// <summary>What a meter shows of a quantity, by OBIS code, in V, A, W, var, VA, Hz, kWh.</summary>
internal static class Quantities
{
    /// <summary>The value; registers as <see cref="SimulatedMeter.RegisterAt"/> gives them, 0 for a quantity it does not know.</summary>
    internal static decimal Of(MeterView view, string obis)
    {
        if (obis.Contains(".8.", StringComparison.Ordinal)) return view.Registers.Find(obis) is { } wattHours ? wattHours / 1000m : 0m;
        var values = view.Values;
        return obis switch
        {
            "1-0:32.7.0" or "1-0:52.7.0" or "1-0:72.7.0" => values.DeciVolts(Phase(obis)) / 10m,
            "1-0:31.7.0" or "1-0:51.7.0" or "1-0:71.7.0" => values.MilliamperesOf(Phase(obis)) / 1000m,
            "1-0:16.7.0" or "1-0:1.7.0" => values.Milliwatts / 1000m,
            "1-0:36.7.0" or "1-0:56.7.0" or "1-0:76.7.0" => values.MilliwattsOf(Phase(obis)) / 1000m,
            "1-0:3.7.0" => values.Millivars / 1000m,
            "1-0:9.7.0" => values.MillivoltAmperes / 1000m,
            "1-0:13.7.0" => values.PowerFactor / 1000m,
            "1-0:14.7.0" => values.CentiHertz / 100m,
            _ => 0m,
        };
    }

    // 3x is phase 0, 5x phase 1, 7x phase 2.
    private static int Phase(string obis) => (obis[4] - '3') / 2;
}
