using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace AmrCollector.Cli.Rules;

/// <summary>Members of a JSON object that may be absent.</summary>
internal static class JsonReading
{
    public static JsonElement? Property(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string? Text(this JsonElement json, string name) => json.Property(name)?.GetString();

    public static decimal? Number(this JsonElement json, string name) => json.Property(name)?.GetDecimal();

    public static int Int(this JsonElement json, string name, int otherwise) => json.Property(name)?.GetInt32() ?? otherwise;

    public static bool Flag(this JsonElement json, string name) => json.Property(name)?.ValueKind == JsonValueKind.True;

    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) => json.Property(name)?.EnumerateArray() ?? Enumerable.Empty<JsonElement>();

    /// <summary>RFC 3339 with its offset, as UTC.</summary>
    public static DateTimeOffset Time(this JsonElement json) =>
        DateTimeOffset.Parse(json.GetString() ?? "", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUniversalTime();

    public static LocalDate Day(this JsonElement json) => LocalDatePattern.Iso.Parse(json.GetString() ?? "").GetValueOrThrow();
}
