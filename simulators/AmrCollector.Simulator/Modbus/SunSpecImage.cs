using static AmrCollector.Simulator.Modbus.Bits;

namespace AmrCollector.Simulator.Modbus;

/// <summary>
/// A SunSpec device: the marker, the common model 1, and a three-phase meter in integers with scale registers (203) or in singles (213)
/// (dossier modbus.md §4). What it does not measure is "not implemented".
/// </summary>
internal static class SunSpecImage
{
    private const int CommonLength = 66, IntegerLength = 105, FloatLength = 124;
    private const int NotImplemented = 0x8000;
    private const int Tens = -1, Hundreds = -2;

    internal static RegisterImage Of(bool inFloats, ModbusLimits? limits)
    {
        var begin = limits?.SunSpecBase ?? 40_000;
        var meter = begin + 2 + 2 + CommonLength;
        var end = meter + 2 + (inFloats ? FloatLength : IntegerLength);
        var rows = Common(begin).Concat(inFloats ? Floats(meter) : Integers(meter));
        if (limits?.NoEndMarker != true) rows = rows.Append(Word(end, _ => 0xFFFF)).Append(Word(end + 1, _ => 0));
        return new(rows.ToList()) { Function = 3, Zeros = [(meter, end - 1)] };
    }

    private static IEnumerable<RegisterRow> Common(int begin)
    {
        yield return Text(begin, 2, _ => "SunS");
        yield return Word(begin + 2, _ => 1);
        yield return Word(begin + 3, _ => CommonLength);
        yield return Text(begin + 4, 16, _ => "AmrCollector");
        yield return Text(begin + 20, 16, view => view.Meter.Model);
        yield return Text(begin + 36, 8, _ => "");
        yield return Text(begin + 44, 8, _ => "1.0");
        yield return Text(begin + 52, 16, view => view.Meter.Id);
        yield return Word(begin + 68, view => view.Meter.Unit);
        yield return Word(begin + 69, _ => NotImplemented);
    }

    private static IEnumerable<RegisterRow> Integers(int at)
    {
        yield return Word(at, _ => 203);
        yield return Word(at + 1, _ => IntegerLength);
        yield return Word(at + 2, v => Amperes(v) / 10);
        yield return Word(at + 6, _ => Hundreds);
        yield return Word(at + 7, v => Average(v));
        yield return Word(at + 11, v => Average(v) * 1732 / 1000);
        yield return Word(at + 15, _ => Tens);
        yield return Word(at + 16, v => v.Values.CentiHertz);
        yield return Word(at + 17, _ => Hundreds);
        yield return Word(at + 18, v => v.Values.Milliwatts / 1000);
        yield return Word(at + 22, _ => 0);
        yield return Word(at + 23, v => v.Values.MillivoltAmperes / 1000);
        yield return Word(at + 27, _ => 0);
        yield return Word(at + 28, v => v.Values.Millivars / 1000);
        yield return Word(at + 32, _ => 0);
        yield return Word(at + 33, v => v.Values.PowerFactor);
        yield return Word(at + 37, _ => Tens);
        yield return Long(at + 38, v => v.Registers.Export.Total / 10);
        yield return Long(at + 46, v => v.Registers.Import.Total / 10);
        yield return Word(at + 54, _ => 1);
        yield return Long(at + 55, v => v.Registers.Apparent(v.Registers.Export.Total) / 10);
        yield return Long(at + 63, v => v.Registers.Apparent(v.Registers.Import.Total) / 10);
        yield return Word(at + 71, _ => 1);
        yield return Word(at + 104, _ => NotImplemented);
        for (var phase = 0; phase < 3; phase++)
            foreach (var row in IntegersOf(at, phase)) yield return row;
    }

    private static IEnumerable<RegisterRow> IntegersOf(int at, int phase)
    {
        yield return Word(at + 3 + phase, v => v.Values.MilliamperesOf(phase) / 10);
        yield return Word(at + 8 + phase, v => v.Values.DeciVolts(phase));
        yield return Word(at + 12 + phase, v => v.Values.DeciVolts(phase) * 1732 / 1000);
        yield return Word(at + 19 + phase, v => v.Values.MilliwattsOf(phase) / 1000);
        yield return Word(at + 24 + phase, v => v.Values.MillivoltAmperesOf(phase) / 1000);
        yield return Word(at + 29 + phase, v => v.Values.MillivarsOf(phase) / 1000);
        yield return Word(at + 34 + phase, v => v.Values.PowerFactor);
        yield return Long(at + 40 + (2 * phase), v => v.Registers.ExportOfPhase(phase) / 10);
        yield return Long(at + 48 + (2 * phase), v => v.Registers.ImportOfPhase(phase) / 10);
    }

    private static IEnumerable<RegisterRow> Floats(int at)
    {
        yield return Word(at, _ => 213);
        yield return Word(at + 1, _ => FloatLength);
        yield return F32(at + 2, v => Amperes(v) / 1000.0);
        yield return F32(at + 10, v => Average(v) / 10.0);
        yield return F32(at + 18, v => Average(v) * 0.1732051);
        yield return F32(at + 26, v => v.Values.CentiHertz / 100.0);
        yield return F32(at + 28, v => v.Values.Milliwatts / 1000.0);
        yield return F32(at + 36, v => v.Values.MillivoltAmperes / 1000.0);
        yield return F32(at + 44, v => v.Values.Millivars / 1000.0);
        yield return F32(at + 52, v => v.Values.PowerFactor / 1000.0);
        yield return F32(at + 60, v => v.Registers.Export.Total);
        yield return F32(at + 68, v => v.Registers.Import.Total);
        yield return F32(at + 76, v => v.Registers.Apparent(v.Registers.Export.Total));
        yield return F32(at + 84, v => v.Registers.Apparent(v.Registers.Import.Total));
        yield return F32(at + 92, _ => float.NaN);
        for (var phase = 0; phase < 3; phase++)
            foreach (var row in FloatsOf(at, phase)) yield return row;
    }

    private static IEnumerable<RegisterRow> FloatsOf(int at, int phase)
    {
        var place = at + (2 * phase);
        yield return F32(place + 4, v => v.Values.MilliamperesOf(phase) / 1000.0);
        yield return F32(place + 12, v => v.Values.DeciVolts(phase) / 10.0);
        yield return F32(place + 20, v => v.Values.DeciVolts(phase) * 0.1732051);
        yield return F32(place + 30, v => v.Values.MilliwattsOf(phase) / 1000.0);
        yield return F32(place + 38, v => v.Values.MillivoltAmperesOf(phase) / 1000.0);
        yield return F32(place + 46, v => v.Values.MillivarsOf(phase) / 1000.0);
        yield return F32(place + 54, v => v.Values.PowerFactor / 1000.0);
        yield return F32(place + 62, v => v.Registers.ExportOfPhase(phase));
        yield return F32(place + 70, v => v.Registers.ImportOfPhase(phase));
    }

    private static long Amperes(MeterView view) => view.Values.MilliamperesOf(0) + view.Values.MilliamperesOf(1) + view.Values.MilliamperesOf(2);

    private static long Average(MeterView view) => (view.Values.DeciVolts(0) + view.Values.DeciVolts(1) + view.Values.DeciVolts(2)) / 3;
}
