using System.Text;
using AmrCollector.Protocol;

namespace AmrCollector.Models;

/// <summary>Ordered register bytes to a text or a time.</summary>
internal static class RegisterText
{
    /// <summary>ASCII without its padding of 00, 20 or FF; a fault when it holds anything else, or is empty.</summary>
    internal static DecodedValue Text(Item item, TextBytes characters, ReadOnlySpan<byte> ordered)
    {
        StringBuilder text = new(ordered.Length);
        for (var i = 0; i < ordered.Length; i++)
        {
            if (characters == (i % 2 == 0 ? TextBytes.Low : TextBytes.High)) continue;
            if (ordered[i] is 0 or 0xFF) continue;
            if (ordered[i] is < 0x20 or > 0x7E) return DecodedValue.Faulty(item, $"{Convert.ToHexString(ordered)}: no text");
            text.Append((char)ordered[i]);
        }

        var trimmed = text.ToString().Trim();
        return trimmed.Length > 0 ? DecodedValue.Of(item, trimmed) : DecodedValue.Faulty(item, "no text");
    }

    /// <summary>BCD YY MM DD hh mm ss; a fault when it is no time of the calendar.</summary>
    internal static DecodedValue Time(Item item, ReadOnlySpan<byte> ordered)
    {
        if (ClockTimes.TryReadDate([ordered[2], ordered[1], ordered[0]], out var date)
            && ClockTimes.TryReadTimeOfDay([ordered[5], ordered[4], ordered[3]], out var ofDay))
        {
            var time = date + ofDay.TimeOfDay;
            return new(item, null, 0, time.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture), time, null);
        }

        return DecodedValue.Faulty(item, $"{Convert.ToHexString(ordered)}: no time");
    }
}
