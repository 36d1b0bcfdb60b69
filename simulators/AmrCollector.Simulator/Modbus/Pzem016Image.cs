using static AmrCollector.Simulator.Modbus.Bits;

namespace AmrCollector.Simulator.Modbus;

/// <summary>Peacefair PZEM-016: input registers, 32 bits low word first, at most 60 a read.</summary>
internal static class Pzem016Image
{
    internal static readonly RegisterImage Image = new(
    [
        Word(0, v => v.Values.DeciVolts(0)),
        LongLowFirst(1, v => Math.Abs(v.Values.MilliamperesOf(0))),
        LongLowFirst(3, v => Math.Abs(v.Values.Milliwatts) / 100),
        LongLowFirst(5, v => v.Registers.Import.Total),
        Word(7, v => v.Values.CentiHertz / 10),
        Word(8, v => v.Values.PowerFactor / 10),
        Word(9, _ => 0),
    ])
    { Function = 4, MostRegisters = 60 };
}
