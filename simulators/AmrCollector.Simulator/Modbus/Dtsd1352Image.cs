using AmrCollector.Simulator.Loads;
using static AmrCollector.Simulator.Modbus.Bits;

namespace AmrCollector.Simulator.Modbus;

/// <summary>Acrel DTSD1352 behind current transformers: secondary-side integers, the ratios in registers of their own.</summary>
internal static class Dtsd1352Image
{
    internal static readonly RegisterImage Image = new(Rows())
    {
        Function = 3,
        Zeros = [(0, 59), (97, 119), (141, 142), (356, 383)],
    };

    private static IEnumerable<RegisterRow> Rows()
    {
        for (var phase = 0; phase < 3; phase++)
            foreach (var row in PhaseRows(phase)) yield return row;

        for (var slot = 0; slot <= Tariffs.Count; slot++)
            foreach (var row in TariffRows(slot)) yield return row;

        yield return Word(119, v => v.Values.CentiHertz);
        yield return Word(141, v => v.Meter.Kind.Pt);
        yield return Word(142, v => v.Meter.Kind.Ct);
        yield return Long(362, v => v.Values.Milliwatts / 1000);
        yield return Long(370, v => v.Values.Millivars / 1000);
        yield return Long(378, v => v.Values.MillivoltAmperes / 1000);
        yield return Word(383, v => v.Values.PowerFactor);
    }

    private static IEnumerable<RegisterRow> PhaseRows(int phase)
    {
        yield return Word(97 + phase, v => v.Values.DeciVolts(phase));
        yield return Word(100 + phase, v => Math.Abs(v.Values.MilliamperesOf(phase)) / 10);
        yield return Long(356 + (2 * phase), v => v.Values.MilliwattsOf(phase) / 1000);
        yield return Long(364 + (2 * phase), v => v.Values.MillivarsOf(phase) / 1000);
        yield return Long(372 + (2 * phase), v => v.Values.MillivoltAmperesOf(phase) / 1000);
        yield return Word(380 + phase, v => v.Values.PowerFactor);
    }

    // Each total is followed by its four tariffs.
    private static IEnumerable<RegisterRow> TariffRows(int slot)
    {
        yield return Long(0 + (2 * slot), v => (Of(v.Registers.Import, slot) + Of(v.Registers.Export, slot)) / 10);
        yield return Long(10 + (2 * slot), v => Of(v.Registers.Import, slot) / 10);
        yield return Long(20 + (2 * slot), v => Of(v.Registers.Export, slot) / 10);
        yield return Long(30 + (2 * slot), v => v.Registers.Reactive(Of(v.Registers.Import, slot) + Of(v.Registers.Export, slot)) / 10);
        yield return Long(40 + (2 * slot), v => v.Registers.Reactive(Of(v.Registers.Import, slot)) / 10);
        yield return Long(50 + (2 * slot), v => v.Registers.Reactive(Of(v.Registers.Export, slot)) / 10);
    }

    private static long Of(TariffRegisters register, int slot) => slot == 0 ? register.Total : register[slot - 1];
}
