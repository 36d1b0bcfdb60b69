using System.Globalization;
using System.Text.Json;
using AmrCollector.Feed;

namespace AmrCollector.EndToEnd.Support;

/// <summary>An entry as a consumer sees it.</summary>
/// <param name="Text">Its JSON, byte for byte.</param>
internal sealed record FeedEntry(string Text)
{
    public required string Id { get; init; }

    public required long Sequence { get; init; }

    public required int Revision { get; init; }

    public required string Meter { get; init; }

    public required string Item { get; init; }

    public required string Source { get; init; }

    public required DateTimeOffset Instant { get; init; }

    public required DateTimeOffset ReadAt { get; init; }

    public required decimal? Value { get; init; }

    public required string? Replaces { get; init; }

    /// <summary>What was used since an instant; null where nothing can be derived.</summary>
    public required (decimal Value, DateTimeOffset From)? Consumption { get; init; }

    /// <summary>What makes a reading one reading (design: the key of an entry).</summary>
    public (string Meter, string Item, DateTimeOffset Instant, string Source) Key => (Meter, Item, Instant, Source);

    public static FeedEntry Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return Of(document.RootElement);
    }

    /// <summary>The entries of a page of the feed.</summary>
    public static IReadOnlyList<FeedEntry> OfPage(string text)
    {
        using var page = JsonDocument.Parse(text);
        return [.. page.RootElement.GetProperty("entries").EnumerateArray().Select(Of)];
    }

    public static FeedEntry Of(JsonElement entry) => new(entry.GetRawText())
    {
        Id = StringOf("id", entry),
        Sequence = FeedCursor.TryParse(StringOf("cursor", entry), out var cursor) ? cursor.Sequence : throw new FormatException("no cursor"),
        Revision = entry.GetProperty("revision").GetInt32(),
        Meter = StringOf("meter", entry),
        Item = StringOf("item", entry),
        Source = StringOf("source", entry),
        Instant = entry.GetProperty("instant").GetDateTimeOffset(),
        ReadAt = entry.GetProperty("readAt").GetDateTimeOffset(),
        Value = entry.GetProperty("value").GetString() is { } value ? Number(value) : null,
        Replaces = entry.GetProperty("replaces").GetString(),
        Consumption = entry.GetProperty("consumption") is { ValueKind: JsonValueKind.Object } consumption
            ? (Number(StringOf("value", consumption)), consumption.GetProperty("from").GetDateTimeOffset())
            : null,
    };

    private static string StringOf(string name, JsonElement entry) => entry.GetProperty(name).GetString()!;

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
