using AmrCollector.Simulator.Loads;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>The pieces long event records are made of (dossier §11).</summary>
internal static class EventShapes
{
    private const int Phases = 3;

    /// <summary>Forward, reverse and the four quadrants, 4 bytes each.</summary>
    internal static void WriteTotals(MeterRegisters registers, ref PlainWriter data)
    {
        EnergyItems.Write(registers, 1, 0, ref data);
        EnergyItems.Write(registers, 2, 0, ref data);
        for (var quadrant = 5; quadrant <= 8; quadrant++) EnergyItems.Write(registers, quadrant, 0, ref data);
    }

    /// <summary>The same of one phase.</summary>
    internal static void WritePhase(MeterRegisters registers, int phase, ref PlainWriter data)
    {
        var (import, export) = (registers.ImportOfPhase(phase), registers.ExportOfPhase(phase));
        data.Bcd(import / 10, 4);
        data.Bcd(export / 10, 4);
        data.Bcd(registers.Reactive(import) / 10, 4);
        data.Fill(0, 4);
        data.Bcd(registers.Reactive(export) / 10, 4);
        data.Fill(0, 4);
    }

    /// <summary>
    /// Start and end, what the total registers moved on by, then phase by phase; <paramref name="rate"/> puts the imbalance behind the
    /// end, <paramref name="measured"/> adds U I P Q PF to each phase, <paramref name="ampereHours"/> closes with the charge.
    /// </summary>
    internal static void WriteLong(SimulatedMeter meter, NaturalEvent happened, bool rate, bool measured, bool ampereHours, ref PlainWriter data)
    {
        var (before, after) = (meter.RegistersAt(happened.Start), meter.RegistersAt(happened.End));
        data.Second(meter.ClockAt(happened.Start));
        data.Second(meter.ClockAt(happened.End));
        if (rate) data.Bcd(1500 + (happened.Start.Minute * 10), 2);
        var (import, export) = (after.Import.Total - before.Import.Total, after.Export.Total - before.Export.Total);
        WriteMoved(after, import, export, ref data);
        for (var phase = 0; phase < Phases; phase++)
        {
            WriteMoved(after, after.ImportOfPhase(phase) - before.ImportOfPhase(phase), after.ExportOfPhase(phase) - before.ExportOfPhase(phase), ref data);
            if (measured) WriteMeasured(meter, happened.Start, phase, ref data);
        }

        for (var slot = 0; slot <= Phases && ampereHours; slot++) data.Bcd(import / 230, 4);
    }

    private static void WriteMoved(MeterRegisters registers, long import, long export, ref PlainWriter data)
    {
        data.Bcd(Math.Max(0, import) / 10, 4);
        data.Bcd(Math.Max(0, export) / 10, 4);
        data.Bcd(registers.Reactive(Math.Max(0, import)) / 10, 4);
        data.Bcd(registers.Reactive(Math.Max(0, export)) / 10, 4);
    }

    private static void WriteMeasured(SimulatedMeter meter, DateTimeOffset instant, int phase, ref PlainWriter data)
    {
        var values = meter.ValuesAt(instant);
        data.Bcd(values.DeciVolts(phase), 2);
        data.SignedBcd(values.MilliamperesOf(phase), 3);
        data.SignedBcd(values.MilliwattsOf(phase) / 100, 3);
        data.SignedBcd(values.MillivarsOf(phase) / 100, 3);
        data.SignedBcd(values.PowerFactor, 2);
    }
}
