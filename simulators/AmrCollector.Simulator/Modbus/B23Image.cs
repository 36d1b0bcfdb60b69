using static AmrCollector.Simulator.Modbus.Bits;

namespace AmrCollector.Simulator.Modbus;

/// <summary>ABB B23: integers, energies as 64 bits of 0.01 kWh; where there is no value the address is illegal.</summary>
internal static class B23Image
{
    private const uint ModelCode = 0x4232_3320;

    private const long NoUnsigned = 0xFFFF_FFFF, NoSigned = 0x7FFF_FFFF, NoFactor = 0x7FFF;

    internal static readonly RegisterImage Image = new(Rows(phases: 3)) { Function = 3 };

    /// <summary>The single-phase B21: the registers of phases 2 and 3 hold all ones, signed ones 7FFF (dossier modbus.md §4).</summary>
    internal static readonly RegisterImage SinglePhase = new(Rows(phases: 1)) { Function = 3 };

    private static IEnumerable<RegisterRow> Rows(int phases)
    {
        for (var phase = 0; phase < 3; phase++)
            foreach (var row in phase < phases ? PhaseRows(phase) : AbsentRows(phase)) yield return row;

        yield return Quad(0x5000, v => v.Registers.Import.Total / 10);
        yield return Quad(0x5004, v => v.Registers.Export.Total / 10);
        yield return Long(0x5B14, v => v.Values.Milliwatts / 10);
        yield return Long(0x5B12, v => Math.Abs(v.Values.MilliamperesOf(0)) / 200);
        yield return Long(0x5B1C, v => v.Values.Millivars / 10);
        yield return Long(0x5B24, v => v.Values.MillivoltAmperes / 10);
        yield return Word(0x5B2C, v => v.Values.CentiHertz);
        yield return Word(0x5B3A, v => v.Values.PowerFactor);
        yield return Long(0x8900, v => v.Meter.Number % 100_000_000);
        yield return Long(0x8960, _ => ModelCode);
    }

    private static IEnumerable<RegisterRow> PhaseRows(int phase)
    {
        yield return Long(0x5B00 + (2 * phase), v => v.Values.DeciVolts(phase));
        yield return Long(0x5B06 + (2 * phase), v => v.Values.DeciVolts(phase) * 1732 / 1000);
        yield return Long(0x5B0C + (2 * phase), v => Math.Abs(v.Values.MilliamperesOf(phase)) / 10);
        yield return Long(0x5B16 + (2 * phase), v => v.Values.MilliwattsOf(phase) / 10);
        yield return Long(0x5B1E + (2 * phase), v => v.Values.MillivarsOf(phase) / 10);
        yield return Long(0x5B26 + (2 * phase), v => v.Values.MillivoltAmperesOf(phase) / 10);
        yield return Word(0x5B3B + phase, v => v.Values.PowerFactor);
        yield return Quad(0x5460 + (4 * phase), v => v.Registers.ImportOfPhase(phase) / 10);
        yield return Quad(0x546C + (4 * phase), v => v.Registers.ExportOfPhase(phase) / 10);
    }

    private static IEnumerable<RegisterRow> AbsentRows(int phase)
    {
        yield return Long(0x5B00 + (2 * phase), _ => NoUnsigned);
        yield return Long(0x5B06 + (2 * phase), _ => NoUnsigned);
        yield return Long(0x5B0C + (2 * phase), _ => NoUnsigned);
        yield return Long(0x5B16 + (2 * phase), _ => NoSigned);
        yield return Long(0x5B1E + (2 * phase), _ => NoSigned);
        yield return Long(0x5B26 + (2 * phase), _ => NoSigned);
        yield return Word(0x5B3B + phase, _ => NoFactor);
        yield return Quad(0x5460 + (4 * phase), _ => -1);
        yield return Quad(0x546C + (4 * phase), _ => -1);
    }
}
