using System.Collections.Frozen;
using System.Globalization;
using AmrCollector.Metering;
using AmrCollector.Protocol;

namespace AmrCollector.Models;

/// <summary>One item's CJ/T 188 bytes to its value (dossier Appendix C).</summary>
internal static class Cjt188Value
{
    private const int TimeWidth = 7;

    /// <summary>Unit bytes: the unit, and by how much a value in it is multiplied to be in that unit.</summary>
    private static readonly FrozenDictionary<byte, (Unit Unit, decimal Factor, string Written)> UnitBytes =
        new Dictionary<byte, (Unit, decimal, string)>
        {
            [0x02] = (Unit.KilowattHour, 0.001m, "Wh"),
            [0x05] = (Unit.KilowattHour, 1, "kWh"),
            [0x08] = (Unit.KilowattHour, 1000, "MWh"),
            [0x01] = (Unit.Gigajoule, 0.000000001m, "J"),
            [0x0B] = (Unit.Gigajoule, 0.000001m, "kJ"),
            [0x0E] = (Unit.Gigajoule, 0.001m, "MJ"),
            [0x11] = (Unit.Gigajoule, 1, "GJ"),
            [0x14] = (Unit.Kilowatt, 0.001m, "W"),
            [0x17] = (Unit.Kilowatt, 1, "kW"),
            [0x1A] = (Unit.Kilowatt, 1000, "MW"),
            [0x29] = (Unit.CubicMetre, 0.001m, "L"),
            [0x2C] = (Unit.CubicMetre, 1, "m3"),
            [0x32] = (Unit.CubicMetrePerHour, 0.001m, "L/h"),
            [0x35] = (Unit.CubicMetrePerHour, 1, "m3/h"),
        }.ToFrozenDictionary();

    /// <summary>Reads <paramref name="bytes"/>, which are exactly the item's width.</summary>
    internal static DecodedValue Read(Item item, Cjt188Type type, ReadOnlySpan<byte> bytes) => type switch
    {
        _ when !bytes.ContainsAnyExcept((byte)0xFF) => Faulty(item, bytes, "no value"),
        Cjt188Type.Metered => Metered(item, bytes),
        Cjt188Type.Bcd => Number(item, bytes, Quantity.Scaled(1, item.Decimals)),
        Cjt188Type.Time => Time(item, bytes),
        Cjt188Type.Bits => Bits(item, bytes),
        _ => Digits(item, bytes),
    };

    private static DecodedValue Metered(Item item, ReadOnlySpan<byte> bytes)
    {
        var digits = bytes[..^1];
        if (!digits.ContainsAnyExcept((byte)0xFF)) return Faulty(item, bytes, "no value");
        if (!UnitBytes.TryGetValue(bytes[^1], out var unit)) return Faulty(item, bytes, $"unit {bytes[^1]:X2} is not known");
        return unit.Unit == item.Unit
            ? Number(item, digits, unit.Factor * Quantity.Scaled(1, ((Layout.Cjt188)item.Layout).Digits))
            : Faulty(item, bytes, $"the meter counts in {unit.Written}, which is not exactly {item.Unit.Symbol()}");
    }

    private static DecodedValue Number(Item item, ReadOnlySpan<byte> bytes, decimal scale)
    {
        if (!Bcd.TryRead(bytes, out var raw)) return Faulty(item, bytes, "a digit above 9");
        var step = Quantity.Scaled(1, item.Decimals);
        var value = decimal.Round(raw * scale, item.Decimals, MidpointRounding.ToEven) + (0 * step);
        return DecodedValue.Of(item, value, Math.Max(step, scale));
    }

    /// <summary>ss mm hh DD MM YY CC. All zeros is a meter without a clock.</summary>
    private static DecodedValue Time(Item item, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != TimeWidth || bytes[6] != 0x20 || !ClockTimes.TryReadDate(bytes[3..6], out var date)
            || !ClockTimes.TryReadTimeOfDay(bytes[..3], out var ofDay))
            return Faulty(item, bytes, "no time");
        var time = date + ofDay.TimeOfDay;
        return new(item, null, 0, time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), time, null);
    }

    private static DecodedValue Bits(Item item, ReadOnlySpan<byte> bytes)
    {
        ulong word = 0;
        for (var i = Math.Min(bytes.Length, sizeof(ulong)) - 1; i >= 0; i--) word = (word << 8) | bytes[i];
        return DecodedValue.Of(item, word, 1) with { Text = HighFirst(bytes) };
    }

    private static DecodedValue Digits(Item item, ReadOnlySpan<byte> bytes)
    {
        var text = HighFirst(bytes);
        return text.All(char.IsAsciiDigit) ? DecodedValue.Of(item, text) : Faulty(item, bytes, "a digit above 9");
    }

    private static string HighFirst(ReadOnlySpan<byte> bytes)
    {
        var turned = bytes.ToArray();
        Array.Reverse(turned);
        return Convert.ToHexString(turned);
    }

    private static DecodedValue Faulty(Item item, ReadOnlySpan<byte> bytes, string why) =>
        DecodedValue.Faulty(item, $"{string.Join(' ', bytes.ToArray().Select(b => b.ToString("X2", CultureInfo.InvariantCulture)))}: {why}");
}
