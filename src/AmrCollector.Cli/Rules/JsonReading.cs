using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace AmrCollector.Cli.Rules;

/// <summary>Members of a JSON object that may be absent, or written another way than most write them.</summary>
internal static class JsonReading
{
    public static JsonElement? Property(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A number's own digits where a name is one: a work order 7781.</summary>
    public static string? Text(this JsonElement json, string name) =>
        json.Property(name) is { } value ? value.ValueKind == JsonValueKind.Number ? value.GetRawText() : value.GetString() : null;

    public static decimal? Number(this JsonElement json, string name) => json.Property(name)?.Decimal();

    public static int Int(this JsonElement json, string name, int otherwise) => json.Number(name) is { } value ? decimal.ToInt32(value) : otherwise;

    public static bool Flag(this JsonElement json, string name) => json.Property(name)?.ValueKind == JsonValueKind.True;

    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) => json.Property(name)?.EnumerateArray() ?? Enumerable.Empty<JsonElement>();

    /// <summary>A number, or a text that is one to the last digit; <see cref="FormatException"/> otherwise.</summary>
    public static decimal Decimal(this JsonElement json) => json.DecimalOrNull() ?? throw new FormatException($"'{json}' is no number");

    /// <summary>The same; null when it is no number.</summary>
    public static decimal? DecimalOrNull(this JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number when json.TryGetDecimal(out var number) => number,
        JsonValueKind.String when decimal.TryParse(json.GetString(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    /// <summary>RFC 3339 as UTC; without an offset it is the local time of <paramref name="zone"/>.</summary>
    public static DateTimeOffset Time(this JsonElement json, DateTimeZone zone)
    {
        var text = json.GetString() ?? "";
        var local = DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
        return local.Kind == DateTimeKind.Unspecified
            ? zone.AtLeniently(LocalDateTime.FromDateTime(local)).ToDateTimeOffset().ToUniversalTime()
            : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToUniversalTime();
    }

    /// <summary>The date of a text that begins with one.</summary>
    public static LocalDate Day(this JsonElement json) => LocalDatePattern.Iso.Parse((json.GetString() ?? "") is { Length: > 10 } text ? text[..10] : json.GetString() ?? "").GetValueOrThrow();
}
