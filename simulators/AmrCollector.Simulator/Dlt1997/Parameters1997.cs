using AmrCollector.Simulator.Dlt645;
using AmrCollector.Simulator.Loads;

namespace AmrCollector.Simulator.Dlt1997;

/// <summary>Parameters Cxxx of 1997 as they were set when the meter was installed (dossier §15.3).</summary>
internal static class Parameters1997
{
    internal static void Write(SimulatedMeter meter, ushort id, DateTimeOffset now, ref PlainWriter data)
    {
        switch (id)
        {
            case 0xC010: data.Date(meter.ClockAt(now)); break;
            case 0xC011: data.TimeOfDay(meter.ClockAt(now)); break;
            case 0xC020: data.Bits(meter.ValuesAt(now).Milliwatts < 0 ? 0x30 : 0, 1); break;
            case 0xC021: data.Bits(0, 1); break;
            case 0xC022: data.Bits(0x7F, 1); break;
            case 0xC030 or 0xC031: data.Bcd(1600, 3); break;
            case 0xC032 or 0xC033 or 0xC034: data.Bcd(meter.Number, 6); break;
            default: WriteSettings(id, ref data); break;
        }
    }

    private static void WriteSettings(ushort id, ref PlainWriter data)
    {
        switch (id)
        {
            case 0xC111: data.Bcd(15, 1); break;
            case 0xC112: data.Bcd(1, 1); break;
            case 0xC113 or 0xC114: data.Bcd(5, 1); break;
            case 0xC115: data.Bcd(2, 1); break;
            case 0xC116: data.Bcd(4, 1); break;
            case 0xC117: data.Bcd(0100, 2); break;
            case 0xC118: data.Bcd(1, 1); break;
            case 0xC119 or 0xC11A: data.Bcd(0, 4); break;
            case 0xC211: data.Bcd(80, 2); break;
            case 0xC310 or 0xC311: data.Bcd(1, 1); break;
            case 0xC312: data.Bcd(Tariffs.Switches().Count(), 1); break;
            case 0xC313: data.Bcd(Tariffs.Count, 1); break;
            case 0xC314: data.Bcd(0, 1); break;
            case 0xC321: data.Bcd(010101, 3); break;
            case >= 0xC331 and <= 0xC33A: WritePeriod(id & 0xF, ref data); break;
            case 0xC510: data.Fill(0, 4); break;
            case 0xC511: data.Bcd(15, 2); break;
            default: break;
        }
    }

    // hhmmNN, the tariff first on the wire.
    private static void WritePeriod(int number, ref PlainWriter data)
    {
        var switches = Tariffs.Switches().ToArray();
        if (number > switches.Length) return;
        var (hour, tariff) = switches[number - 1];
        data.Bcd((hour * 10_000) + tariff, 3);
    }
}
