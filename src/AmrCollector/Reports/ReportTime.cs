using System.Globalization;
using System.Text.Json;

namespace AmrCollector.Reports;

/// <summary>Times of reports: RFC 3339 text with an offset, or unix seconds or milliseconds as a whole number.</summary>
internal static class ReportTime
{
    private const long FirstMillisecond = 100_000_000_000; // as seconds the year 5138, as milliseconds 1973
    private static readonly DateTimeOffset NoMeterBefore = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan MostAhead = TimeSpan.FromDays(1);

    /// <summary>The instant, UTC, to the millisecond; null and why when it is none, or one no meter reports at <paramref name="now"/>.</summary>
    public static DateTimeOffset? Of(JsonElement value, DateTimeOffset now, out string why, out ReportFault fault)
    {
        (why, fault) = ("", ReportFault.Time);
        if (Read(value) is not { } at) why = "is no time: RFC 3339 with an offset, or unix seconds or milliseconds";
        else if (at < NoMeterBefore) why = $"is {at:yyyy-MM-ddTHH:mm:ssZ}: no meter kept a date before 2000";
        else if (at > now + MostAhead) (fault, why) = (ReportFault.Ahead, $"is {at:yyyy-MM-ddTHH:mm:ssZ}: more than a day ahead of the collector's clock");
        else return at;
        return null;
    }

    private static DateTimeOffset? Read(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= 40 } text) return OfText(text, value);
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var number)) return null;
        var milliseconds = Math.Abs(number) >= FirstMillisecond ? number : number * 1000;
        return milliseconds is > -62_135_596_800_000 and < 253_402_300_800_000 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
    }

    private static DateTimeOffset? OfText(string text, JsonElement value)
    {
        // Without an offset the same text would be another instant on another machine.
        var hasOffset = text.EndsWith('Z') || (text.Length > 6 && text[^6] is ('+' or '-') && text[^3] == ':');
        if (!hasOffset) return null;
        if (value.TryGetDateTimeOffset(out var written)) return DateTimeOffset.FromUnixTimeMilliseconds(written.ToUnixTimeMilliseconds()); // the usual form, read at a fraction of the cost
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) return null;
        return DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
    }
}
