using static AmrCollector.Simulator.Modbus.Bits;

namespace AmrCollector.Simulator.Modbus;

/// <summary>
/// Schneider PowerLogic PM800: energies as four registers modulo 10000, the least significant first, in Wh from manual register 1700 on;
/// the wire address is one less. It identifies itself by 2B/0E.
/// </summary>
internal static class Pm800Image
{
    private const int Energies = 1699, Currents = 1099, Voltages = 1123, Powers = 1139, Frequency = 1179;

    internal static readonly RegisterImage Image = new(Rows())
    {
        Function = 3,
        Zeros = [(Currents, Currents + 99)],
        Diagnoses = true,
        Identity = new DeviceIdentity("Schneider Electric", "PM820", "V12.100", "PowerLogic"),
    };

    private static IEnumerable<RegisterRow> Rows()
    {
        yield return Mod10(Energies, 4, v => v.Registers.Import.Total);
        yield return Mod10(Energies + 4, 4, v => v.Registers.Reactive(v.Registers.Import.Total));
        yield return Mod10(Energies + 8, 4, v => v.Registers.Export.Total);
        yield return Mod10(Energies + 12, 4, v => v.Registers.Reactive(v.Registers.Export.Total));
        yield return Mod10(Energies + 16, 4, v => v.Registers.Import.Total + v.Registers.Export.Total);
        yield return Word(Frequency, v => v.Values.CentiHertz);
        yield return Word(Powers + 3, v => v.Values.Milliwatts / 1_000_000);
        for (var phase = 0; phase < 3; phase++)
        {
            var number = phase;
            yield return Word(Currents + number, v => Math.Abs(v.Values.MilliamperesOf(number)) / 1000);
            yield return Word(Voltages + number, v => v.Values.DeciVolts(number) / 10);
            yield return Word(Powers + number, v => v.Values.MilliwattsOf(number) / 1_000_000);
        }
    }
}
