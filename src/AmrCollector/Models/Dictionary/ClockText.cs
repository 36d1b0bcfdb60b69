using System.Globalization;

namespace AmrCollector.Models.Dictionary;

/// <summary>
/// Dates and times of a meter, as RFC 3339 without an offset, because a frame does not say which zone the meter's clock keeps.
/// </summary>
internal static class ClockText
{
    private static readonly string[] DateParts = ["YY", "MM", "DD"];
    private static readonly string[] TimeParts = ["hh", "mm", "ss"];

    internal static FieldValue Read(DictionaryField field, ReadOnlySpan<byte> bytes)
    {
        var digits = FieldReader.HighFirst(bytes);
        if (!digits.All(char.IsAsciiDigit)) return new(field, null, $"a digit is not decimal: {digits}");
        if (digits.All(digit => digit == '9')) return new(field, null, "not used (99)");

        var pattern = field.Format.Pattern;
        var parts = Enumerable.Range(0, bytes.Length).ToDictionary(i => pattern.Substring(i * 2, 2), i => digits.Substring(i * 2, 2));
        if (parts.ContainsKey("DD") && digits.All(digit => digit == '0')) return new(field, null, "not set (00)");
        var weekday = parts.TryGetValue("WW", out var day) && parts.Count > 1 ? $"weekday {day[1]}" : null;
        return new(field, Write(parts), Fault(parts) ?? weekday);
    }

    private static string Write(Dictionary<string, string> parts)
    {
        if (parts.TryGetValue("WW", out var weekday) && parts.Count == 1) return int.Parse(weekday, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        var century = parts.GetValueOrDefault("CC", "20");
        var date = string.Join('-', DateParts.Where(parts.ContainsKey).Select(part => part == "YY" ? century + parts[part] : parts[part]));
        var time = string.Join(':', TimeParts.Where(parts.ContainsKey).Select(part => parts[part]));
        if (time.Length == 2) time += ":00";
        var joined = parts.ContainsKey("YY") && time.Length > 0 ? $"{date}T{time}" : $"{date} {time}".Trim();
        return parts.TryGetValue("NN", out var number) ? $"{joined} {number}" : joined;
    }

    private static string? Fault(Dictionary<string, string> parts)
    {
        int Of(string part, int absent) => parts.TryGetValue(part, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : absent;
        var (year, month, day) = (2000 + Of("YY", 0), Of("MM", 1), Of("DD", 1));
        var dated = month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        return dated && Of("hh", 0) <= 24 && Of("mm", 0) <= 59 && Of("ss", 0) <= 59 ? null : "no time of the calendar";
    }
}
