using static AmrCollector.Simulator.Modbus.Bits;

namespace AmrCollector.Simulator.Modbus;

/// <summary>Schneider iEM3155: float32 measurements with power in kW, int64 energies in Wh and their float32 copies.</summary>
internal static class Iem3155Image
{
    internal static readonly RegisterImage Image = new(Rows()) { Function = 3, Identity = new DeviceIdentity("Schneider Electric", "iEM3155", "1.3.05", "iEM3155"), Zeros = [(2999, 3010), (3027, 3038), (3053, 3084)] };

    private static IEnumerable<RegisterRow> Rows()
    {
        for (var phase = 0; phase < 3; phase++)
            foreach (var row in PhaseRows(phase)) yield return row;

        yield return F32(3009, v => (v.Values.MilliamperesOf(0) + v.Values.MilliamperesOf(1) + v.Values.MilliamperesOf(2)) / 3000.0);
        yield return F32(3035, v => (v.Values.DeciVolts(0) + v.Values.DeciVolts(1) + v.Values.DeciVolts(2)) / 30.0);
        yield return F32(3059, v => v.Values.Milliwatts / 1_000_000.0);
        yield return F32(3067, v => v.Values.Millivars / 1_000_000.0);
        yield return F32(3075, v => v.Values.MillivoltAmperes / 1_000_000.0);
        yield return F32(3109, v => v.Values.CentiHertz / 100.0);
        yield return Quad(3203, v => v.Registers.Import.Total);
        yield return Quad(3207, v => v.Registers.Export.Total);
        yield return Quad(3219, v => v.Registers.Reactive(v.Registers.Import.Total));
        yield return Quad(3223, v => v.Registers.Reactive(v.Registers.Export.Total));
        yield return F32(45099, v => v.Registers.Import.Total);
        yield return F32(45101, v => v.Registers.Export.Total);
        yield return F32(45103, v => v.Registers.Reactive(v.Registers.Import.Total));
        yield return F32(45105, v => v.Registers.Reactive(v.Registers.Export.Total));
        for (var tariff = 0; tariff < Loads.Tariffs.Count; tariff++) yield return TariffRow(tariff);
    }

    private static IEnumerable<RegisterRow> PhaseRows(int phase)
    {
        yield return F32(2999 + (2 * phase), v => v.Values.MilliamperesOf(phase) / 1000.0);
        yield return F32(3027 + (2 * phase), v => v.Values.DeciVolts(phase) / 10.0);
        yield return F32(3053 + (2 * phase), v => v.Values.MilliwattsOf(phase) / 1_000_000.0);
        yield return Quad(3517 + (4 * phase), v => v.Registers.ImportOfPhase(phase));
        yield return F32(45111 + (2 * phase), v => v.Registers.ImportOfPhase(phase));
    }

    private static RegisterRow TariffRow(int tariff) => F32(45119 + (2 * tariff), v => v.Registers.Import[tariff]);
}
