using System.Globalization;
using System.Text;
using System.Text.Json;
using AmrCollector.Metering;

namespace AmrCollector.Ledger;

/// <summary>A draft as JSON for the quarantine: everything that is known, whatever is wrong with it.</summary>
internal static class DraftText
{
    internal static string Of(EntryDraft draft)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("meter", draft.Meter.Id.ToString());
            json.WriteString("point", draft.Meter.Point);
            json.WriteString("account", draft.Meter.Account);
            json.WriteString("area", draft.Meter.Area);
            json.WriteString("multiplier", Exact(draft.Meter.Multiplier));
            json.WriteString("item", draft.Item.ToString());
            json.WriteString("kind", draft.Kind.ToString());
            json.WriteString("source", draft.Source.ToString());
            json.WriteString("instant", draft.Instant);
            json.WriteString("value", Exact(draft.Value));
            json.WriteString("unit", draft.Unit.ToString());
            json.WriteString("lsd", Exact(draft.Lsd));
            json.WriteString("origin", draft.Origin.ToString());
            json.WriteString("readAt", draft.ReadAt);
            json.WriteString("verdict", draft.Verdict.Judgement.ToString());
            json.WriteBoolean("held", draft.Verdict.Held);
            json.WriteString("rules", string.Join(',', draft.Verdict.Rules));
            json.WriteString("why", draft.Verdict.Why);
            json.WriteString("consumption", Exact(draft.Verdict.Consumption?.Value));
            json.WriteString("replaces", draft.Replaces);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string? Exact(decimal? value) => value?.ToString(CultureInfo.InvariantCulture);
}
