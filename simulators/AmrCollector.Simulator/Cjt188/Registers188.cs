using AmrCollector.Simulator.Dlt645;

namespace AmrCollector.Simulator.Cjt188;

/// <summary>
/// The readings of water and heat meters: 901F as in the dossier's appendix C for water; heat adds power, flow, volume, temperatures
/// and hours in the standard's order, each amount followed by its unit.
/// </summary>
internal static class Registers188
{
    private const byte Water = 0x10;
    private const byte KilowattHour = 0x05, Kilowatt = 0x17, CubicMetre = 0x2C, CubicMetrePerHour = 0x35;
    private const int WattHoursPerLitreOfWater = 40;
    private const int WattHoursPerLitreOfHeat = 35;

    /// <summary>Appends what <paramref name="item"/> holds; false when there is no such item.</summary>
    internal static bool TryWrite(SimulatedMeter meter, uint item, DateTimeOffset now, ref PlainWriter data)
    {
        switch (item)
        {
            case 0x901F when meter.Kind.Medium == Water:
                WriteWater(meter, now, ref data);
                return true;
            case 0x901F:
                WriteHeat(meter, now, ref data);
                return true;
            case >= 0xD120 and <= 0xD12B:
                Amount(Total(meter, MeterCalendar.PeriodEnd(meter, now, (int)(item - 0xD120) + 1)), meter.Kind.Medium == Water ? CubicMetre : KilowattHour, ref data);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Hundredths of a cubic metre (water) or of a kWh (heat) at an instant.</summary>
    internal static long Total(SimulatedMeter meter, DateTimeOffset instant)
    {
        var wattHours = meter.RegistersAt(instant).Import.Total;
        return meter.Kind.Medium == Water ? wattHours / WattHoursPerLitreOfWater / 10 : wattHours / 10;
    }

    private static void WriteWater(SimulatedMeter meter, DateTimeOffset now, ref PlainWriter data)
    {
        Amount(Total(meter, now), CubicMetre, ref data);
        Amount(Total(meter, MeterCalendar.PeriodEnd(meter, now, 1)), CubicMetre, ref data);
        WriteClock(meter.ClockAt(now), ref data);
        Cjt188Meter.WriteStatus(meter, now, ref data);
    }

    private static void WriteHeat(SimulatedMeter meter, DateTimeOffset now, ref PlainWriter data)
    {
        var watts = Math.Abs(meter.ValuesAt(now).Milliwatts) / 1000;
        Amount(Total(meter, MeterCalendar.PeriodEnd(meter, now, 1)), KilowattHour, ref data);
        Amount(Total(meter, now), KilowattHour, ref data);
        Amount(watts / 10, Kilowatt, ref data);
        Amount(watts / 350, CubicMetrePerHour, ref data);
        Amount(meter.RegistersAt(now).Import.Total / WattHoursPerLitreOfHeat / 10, CubicMetre, ref data);
        data.Bcd(6500 + meter.ValuesAt(now).DeciCelsius, 3);
        data.Bcd(3500 + meter.ValuesAt(now).DeciCelsius, 3);
        data.Bcd((long)(now - new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalHours, 3);
        WriteClock(meter.ClockAt(now), ref data);
        Cjt188Meter.WriteStatus(meter, now, ref data);
    }

    // XXXXXX.XX and its unit.
    private static void Amount(long hundredths, byte unit, ref PlainWriter data)
    {
        data.Bcd(hundredths, 4);
        data.Bits(unit, 1);
    }

    // ss mm hh DD MM YY CC.
    private static void WriteClock(DateTime time, ref PlainWriter data)
    {
        data.TimeOfDay(time);
        data.Bcd(time.Day, 1);
        data.Bcd(time.Month, 1);
        data.Bcd(time.Year, 2);
    }
}
