using static AmrCollector.Simulator.Modbus.Bits;

namespace AmrCollector.Simulator.Modbus;

/// <summary>Eastron SDM630: float32 input registers, even starts and counts, at most 80 registers a read.</summary>
internal static class Sdm630Image
{
    internal static readonly RegisterImage Image = new(Rows())
    {
        MostRegisters = 80,
        EvenOnly = true,
        Function = 4,
        Zeros = [(0, 89), (200, 207), (224, 225), (234, 249), (334, 381)],
    };

    private static IEnumerable<RegisterRow> Rows()
    {
        for (var phase = 0; phase < 3; phase++)
            foreach (var row in PhaseRows(phase)) yield return row;

        yield return F32(42, v => (v.Values.DeciVolts(0) + v.Values.DeciVolts(1) + v.Values.DeciVolts(2)) / 30.0);
        yield return F32(46, v => (v.Values.MilliamperesOf(0) + v.Values.MilliamperesOf(1) + v.Values.MilliamperesOf(2)) / 3000.0);
        yield return F32(48, v => (v.Values.MilliamperesOf(0) + v.Values.MilliamperesOf(1) + v.Values.MilliamperesOf(2)) / 1000.0);
        yield return F32(52, v => v.Values.Milliwatts / 1000.0);
        yield return F32(56, v => v.Values.MillivoltAmperes / 1000.0);
        yield return F32(60, v => v.Values.Millivars / 1000.0);
        yield return F32(62, v => v.Values.PowerFactor / 1000.0);
        yield return F32(66, v => v.Values.DeciDegrees / 10.0);
        yield return F32(70, v => v.Values.CentiHertz / 100.0);
        yield return Kilo(72, v => v.Registers.Import.Total);
        yield return Kilo(74, v => v.Registers.Export.Total);
        yield return Kilo(76, v => v.Registers.Reactive(v.Registers.Import.Total));
        yield return Kilo(78, v => v.Registers.Reactive(v.Registers.Export.Total));
        yield return Kilo(80, v => v.Registers.Apparent(v.Registers.Import.Total));
        yield return F32(88, v => Math.Max(0, v.Values.Milliwatts) / 1000.0);
        yield return F32(200, v => v.Values.DeciVolts(0) * 0.1732051);
        yield return F32(202, v => v.Values.DeciVolts(1) * 0.1732051);
        yield return F32(204, v => v.Values.DeciVolts(2) * 0.1732051);
        yield return F32(206, v => v.Values.DeciVolts(0) * 0.1732051);
        yield return F32(224, v => v.Values.MilliamperesOf(0) / 20_000.0);
        yield return F32(248, _ => 1.4);
        yield return Kilo(342, v => v.Registers.Import.Total + v.Registers.Export.Total);
        yield return Kilo(344, v => v.Registers.Reactive(v.Registers.Import.Total) + v.Registers.Reactive(v.Registers.Export.Total));
    }

    private static IEnumerable<RegisterRow> PhaseRows(int phase)
    {
        var place = 2 * phase;
        yield return F32(0 + place, v => v.Values.DeciVolts(phase) / 10.0);
        yield return F32(6 + place, v => v.Values.MilliamperesOf(phase) / 1000.0);
        yield return F32(12 + place, v => v.Values.MilliwattsOf(phase) / 1000.0);
        yield return F32(18 + place, v => v.Values.MillivoltAmperesOf(phase) / 1000.0);
        yield return F32(24 + place, v => v.Values.MillivarsOf(phase) / 1000.0);
        yield return F32(30 + place, v => v.Values.PowerFactor / 1000.0);
        yield return F32(234 + place, _ => 1.2 + (0.2 * phase));
        yield return Kilo(346 + place, v => v.Registers.ImportOfPhase(phase));
        yield return Kilo(352 + place, v => v.Registers.ExportOfPhase(phase));
        yield return Kilo(358 + place, v => v.Registers.ImportOfPhase(phase) + v.Registers.ExportOfPhase(phase));
        yield return Kilo(364 + place, v => v.Registers.Reactive(v.Registers.ImportOfPhase(phase)));
        yield return Kilo(370 + place, v => v.Registers.Reactive(v.Registers.ExportOfPhase(phase)));
        yield return Kilo(376 + place, v => v.Registers.Reactive(v.Registers.ImportOfPhase(phase) + v.Registers.ExportOfPhase(phase)));
    }
}
