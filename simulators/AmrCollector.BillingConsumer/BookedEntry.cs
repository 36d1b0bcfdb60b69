using System.Text.Json;

namespace AmrCollector.BillingConsumer;

/// <summary>An entry as it came, and the few fields that billing needs of it.</summary>
/// <param name="Id">Its id: what is booked once.</param>
/// <param name="Item">OBIS code.</param>
/// <param name="Instant">The time it holds for, RFC 3339 UTC.</param>
/// <param name="Replaces">Id of the entry it takes out of the books, or null.</param>
/// <param name="Counts">True when it is booked: neither held nor rejected.</param>
/// <param name="Unit">Unit of what was used.</param>
/// <param name="Consumption">What was used, the exact decimal as it came; null for none.</param>
/// <param name="Text">The whole entry, byte for byte.</param>
internal sealed record BookedEntry(string Id, string Item, string Instant, string? Replaces, bool Counts, string Unit, string? Consumption, string Text)
{
    /// <summary>Reads one entry of a page or push.</summary>
    public static BookedEntry Of(JsonElement entry)
    {
        var consumption = entry.GetProperty("consumption");
        var used = consumption.ValueKind == JsonValueKind.Object;
        return new(
            TextOf("id", entry)!, TextOf("item", entry)!, TextOf("instant", entry)!, TextOf("replaces", entry),
            !entry.GetProperty("held").GetBoolean() && TextOf("verdict", entry) != "reject",
            (used ? TextOf("unit", consumption) : TextOf("unit", entry))!, used ? TextOf("value", consumption) : null, entry.GetRawText());
    }

    private static string? TextOf(string name, JsonElement of) => of.GetProperty(name).GetString();
}
