using System.Globalization;
using System.Text;
using AmrCollector.Metering;
using AmrCollector.Protocol;

namespace AmrCollector.Models;

/// <summary>One item's plain DL/T 645 bytes to its value (dossier §9).</summary>
internal static class Dlt645Value
{
    private const int DemandWidth = 3;
    private const int LongestNumber = 9;

    /// <summary>Reads <paramref name="bytes"/>, which are exactly the item's width.</summary>
    internal static DecodedValue Read(Item item, ReadOnlySpan<byte> bytes)
    {
        if (IsAll(bytes, 0xFF) || IsAll(bytes, 0xEE)) return Faulty(item, bytes, "no value");
        return ((Layout.Dlt645)item.Layout).Type switch
        {
            Dlt645Type.Bcd => Number(item, bytes, signed: false),
            Dlt645Type.SignedBcd => Number(item, bytes, signed: true),
            Dlt645Type.Demand => Demand(item, bytes, signed: false),
            Dlt645Type.SignedDemand => Demand(item, bytes, signed: true),
            Dlt645Type.Time => Time(item, bytes),
            Dlt645Type.Date => Date(item, bytes),
            Dlt645Type.TimeOfDay => TimeOfDay(item, bytes),
            Dlt645Type.Bits => Bits(item, bytes),
            Dlt645Type.Digits => Digits(item, bytes),
            Dlt645Type.Text => Text(item, bytes),
            var other => DecodedValue.Faulty(item, $"type {other} has no reader"),
        };
    }

    private static DecodedValue Number(Item item, ReadOnlySpan<byte> bytes, bool signed)
    {
        if (bytes.Length > LongestNumber) return Faulty(item, bytes, "more digits than a number has");
        long raw;
        var good = signed ? Bcd.TryReadSigned(bytes, out raw) : Bcd.TryRead(bytes, out raw);
        return good
            ? DecodedValue.Of(item, Quantity.Scaled(raw, item.Decimals), Quantity.Scaled(1, item.Decimals))
            : Faulty(item, bytes, "a digit above 9");
    }

    private static DecodedValue Demand(Item item, ReadOnlySpan<byte> bytes, bool signed)
    {
        if (bytes.Length != DemandWidth + 5) return Faulty(item, bytes, "a demand has 8 bytes");
        if (IsAll(bytes[..DemandWidth], 0xFF)) return Faulty(item, bytes, "no value");
        var number = Number(item, bytes[..DemandWidth], signed);
        if (number.Fault is not null) return Faulty(item, bytes, "a digit above 9");
        var when = bytes[DemandWidth..];
        if (ClockTimes.TryRead(when, out var time)) return number with { ClockTime = time, Text = Written(time, "yyyy-MM-dd HH:mm") };
        return IsAll(when, 0) || IsAll(when, 0xFF) ? number : number with { Text = $"{Hex(when)}: no time" };
    }

    private static DecodedValue Time(Item item, ReadOnlySpan<byte> bytes) =>
        bytes.Length == 5 && ClockTimes.TryRead(bytes, out var time)
            ? Clock(item, time, "yyyy-MM-dd HH:mm")
            : Faulty(item, bytes, "no time");

    private static DecodedValue Date(Item item, ReadOnlySpan<byte> bytes) =>
        bytes.Length == 4 && ClockTimes.TryReadDate(bytes[1..], out var date)
            ? Clock(item, date, "yyyy-MM-dd")
            : Faulty(item, bytes, "no date");

    private static DecodedValue TimeOfDay(Item item, ReadOnlySpan<byte> bytes) =>
        bytes.Length == 3 && ClockTimes.TryReadTimeOfDay(bytes, out var time)
            ? Clock(item, time, "HH:mm:ss")
            : Faulty(item, bytes, "no time of day");

    private static DecodedValue Bits(Item item, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > sizeof(ulong)) return DecodedValue.Of(item, Convert.ToHexString(HighFirst(bytes)));
        ulong word = 0;
        for (var i = bytes.Length - 1; i >= 0; i--) word = (word << 8) | bytes[i];
        return DecodedValue.Of(item, word, 1) with { Text = Convert.ToHexString(HighFirst(bytes)) };
    }

    private static DecodedValue Digits(Item item, ReadOnlySpan<byte> bytes)
    {
        var text = Convert.ToHexString(HighFirst(bytes));
        return text.All(char.IsAsciiDigit) ? DecodedValue.Of(item, text) : Faulty(item, bytes, "a digit above 9");
    }

    private static DecodedValue Text(Item item, ReadOnlySpan<byte> bytes)
    {
        // Unused bytes stand at the end of the text, which is the front of the wire order; makers fill 00, 20 or FF (dossier §9).
        var text = HighFirst(bytes).AsSpan().Trim((byte)0).TrimEnd((byte)0xFF).Trim((byte)0).Trim((byte)' ');
        return text.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E)
            ? Faulty(item, bytes, "no text")
            : DecodedValue.Of(item, Encoding.ASCII.GetString(text));
    }

    private static DecodedValue Clock(Item item, DateTime time, string format) =>
        new(item, null, 0, Written(time, format), time, null);

    private static DecodedValue Faulty(Item item, ReadOnlySpan<byte> bytes, string why) => DecodedValue.Faulty(item, $"{Hex(bytes)}: {why}");

    private static string Written(DateTime time, string format) => time.ToString(format, CultureInfo.InvariantCulture);

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes[..Math.Min(bytes.Length, 16)]) switch
    {
        var hex => string.Join(' ', hex.Chunk(2).Select(pair => new string(pair))),
    };

    private static byte[] HighFirst(ReadOnlySpan<byte> bytes)
    {
        var turned = bytes.ToArray();
        Array.Reverse(turned);
        return turned;
    }

    private static bool IsAll(ReadOnlySpan<byte> bytes, byte value) => !bytes.IsEmpty && !bytes.ContainsAnyExcept(value);
}
