using static AmrCollector.Simulator.Modbus.Bits;

namespace AmrCollector.Simulator.Modbus;

/// <summary>
/// Chint DTSU666, the newer map: singles in display units of the secondary side, with the ratios in registers 6 and 7 (VT in tenths).
/// </summary>
internal static class Dtsu666Image
{
    private const int Voltages = 0x2006, Currents = 0x200C, Powers = 0x2012, Reactives = 0x201A, Factors = 0x202A, Energies = 0x101E;

    internal static readonly RegisterImage Image = new(Rows()) { Function = 3, Zeros = [(0x2000, 0x204F), (0x101E, 0x1031)] };

    private static IEnumerable<RegisterRow> Rows()
    {
        yield return Word(6, v => v.Meter.Kind.Ct);
        yield return Word(7, v => v.Meter.Kind.Pt * 10);
        yield return F32(Powers, v => v.Values.Milliwatts / 100.0);
        yield return F32(Reactives, v => v.Values.Millivars / 100.0);
        yield return F32(Factors, v => v.Values.PowerFactor);
        yield return F32(0x2044, v => v.Values.CentiHertz);
        yield return Kilo(Energies, v => v.Registers.Import.Total);
        yield return Kilo(Energies + 10, v => v.Registers.Export.Total);
        for (var phase = 0; phase < 3; phase++)
            foreach (var row in PhaseRows(phase)) yield return row;
    }

    private static IEnumerable<RegisterRow> PhaseRows(int phase)
    {
        var place = 2 * phase;
        yield return F32(0x2000 + place, v => v.Values.DeciVolts(phase) * 1.732051);
        yield return F32(Voltages + place, v => v.Values.DeciVolts(phase));
        yield return F32(Currents + place, v => v.Values.MilliamperesOf(phase));
        yield return F32(Powers + 2 + place, v => v.Values.MilliwattsOf(phase) / 100.0);
        yield return F32(Reactives + 2 + place, v => v.Values.MillivarsOf(phase) / 100.0);
        yield return F32(Factors + 2 + place, v => v.Values.PowerFactor);
        yield return Kilo(Energies + 2 + place, v => v.Registers.ImportOfPhase(phase));
        yield return Kilo(Energies + 12 + place, v => v.Registers.ExportOfPhase(phase));
    }
}
