using AmrCollector.Simulator.Dlt645;
using AmrCollector.Simulator.Loads;

namespace AmrCollector.Simulator.Dlt1997;

/// <summary>Variables B2xx, B3xx and B6xx of 1997: magnitudes, the direction stands in the status C020 (dossier §15.3).</summary>
internal static class Variables1997
{
    internal static void Write(SimulatedMeter meter, ushort id, DateTimeOffset now, ref PlainWriter data)
    {
        switch (id >> 8)
        {
            case 0xB2: WriteRecords(meter, id, ref data); break;
            case 0xB3: WritePhaseCuts(id, ref data); break;
            case 0xB6: WriteMeasured(meter, id, meter.ValuesAt(now), ref data); break;
            default: break;
        }
    }

    private static void WriteRecords(SimulatedMeter meter, ushort id, ref PlainWriter data)
    {
        var events = meter.Recalled?.Events;
        switch (id)
        {
            case 0xB210 or 0xB211 when events?.Record(id, 1) is { } stamp: data.Bytes(stamp); break;
            case 0xB210 or 0xB211: data.Fill(0, 4); break;
            case 0xB212: data.Bcd(events?.Count(Dictionary1997.Programmed) ?? 0, 2); break;
            case 0xB213: data.Bcd(events?.Count(Dictionary1997.DemandCleared) ?? 0, 2); break;
            case 0xB214: data.Bcd(1440, 3); break;
            default: break;
        }
    }

    private static void WritePhaseCuts(ushort id, ref PlainWriter data)
    {
        var width = id switch
        {
            >= 0xB310 and <= 0xB313 => 2,
            >= 0xB320 and <= 0xB323 => 3,
            (>= 0xB330 and <= 0xB333) or (>= 0xB340 and <= 0xB343) => 4,
            _ => 0,
        };
        data.Fill(0, width);
    }

    private static void WriteMeasured(SimulatedMeter meter, ushort id, MomentaryValues values, ref PlainWriter data)
    {
        var phase = (id & 0xF) - 1;
        if (phase >= meter.Kind.Phases && id is not (0xB634 or 0xB635)) return;
        switch (id)
        {
            case 0xB611 or 0xB612 or 0xB613: data.Bcd(values.DeciVolts(phase) / 10, 2); break;
            case 0xB621 or 0xB622 or 0xB623: data.Bcd(Math.Abs(values.MilliamperesOf(phase)) / 10, 2); break;
            case 0xB630: data.Bcd(Math.Abs(values.Milliwatts) / 100, 3); break;
            case 0xB631 or 0xB632 or 0xB633: data.Bcd(Math.Abs(values.MilliwattsOf(phase)) / 100, 3); break;
            case 0xB634 or 0xB635: data.Bcd(4000, 2); break;
            case 0xB640: data.Bcd(Math.Abs(values.Millivars) / 10_000, 2); break;
            case 0xB641 or 0xB642 or 0xB643: data.Bcd(Math.Abs(values.MillivarsOf(phase)) / 10_000, 2); break;
            case >= 0xB650 and <= 0xB653: data.Bcd(values.PowerFactor, 2); break;
            case 0xB660: data.Bcd(values.CentiHertz, 2); break;
            default: break;
        }
    }
}
