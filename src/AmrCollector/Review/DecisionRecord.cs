using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using AmrCollector.Ledger;
using AmrCollector.Metering;

namespace AmrCollector.Review;

/// <summary>
/// A decision as the ledger keeps it: a JSON document where an entry that was read keeps the reply, or beside the intervals of a day where
/// that keeps the request. The entry's hash covers it, so who decided what, when and why is in the chain as the number is.
/// </summary>
/// <param name="Decision">What was decided.</param>
/// <param name="User">Who.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Reason">Why.</param>
/// <param name="EntryId">The entry that was decided on.</param>
/// <param name="Before">Its value, null when it had none.</param>
/// <param name="After">The value from then on, null for a reject.</param>
public sealed record DecisionRecord(Decision Decision, string User, DateTimeOffset At, string Reason, string EntryId, decimal? Before, decimal? After)
{
    private const int Longest = 256 * 1024;
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The evidence of a revision that <paramref name="decision"/> makes of <paramref name="entry"/>.</summary>
    public static Evidence Evidence(ReviewDecision decision, Entry entry, decimal? after) => new(default, Document(decision, entry, after, null));

    /// <summary>The same of a day of intervals, which stay with it: as they were and as they are from then on.</summary>
    public static Evidence Evidence(ReviewDecision decision, Entry entry, decimal? after, IntervalBlock was, IntervalBlock now) => new(Document(decision, entry, after, was), now.Pack());

    private static byte[] Document(ReviewDecision decision, Entry entry, decimal? after, IntervalBlock? was)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Readable))
        {
            json.WriteStartObject();
            json.WriteString("decision", decision.Decision.WireName());
            json.WriteString("user", decision.User);
            json.WriteString("at", decision.At.UtcDateTime);
            json.WriteString("reason", decision.Reason);
            json.WriteString("entry", entry.Id);
            json.WriteNumber("revision", entry.Revision);
            json.WriteString("before", Exact(entry.Draft.Value));
            json.WriteString("after", Exact(after));
            if (was is not null && decision.Intervals.Count > 0) WriteIntervals(json, decision.Intervals, was);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void WriteIntervals(Utf8JsonWriter json, IReadOnlyList<IntervalEdit> edits, IntervalBlock was)
    {
        json.WriteStartArray("intervals");
        foreach (var (index, value) in edits)
        {
            json.WriteStartObject();
            json.WriteNumber("interval", index + 1);
            json.WriteString("before", was.Qualities[index] == IntervalQuality.Missing ? null : Exact(was.Values[index]));
            json.WriteString("after", Exact(value));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The decision that is kept in <paramref name="evidence"/>; null when it is bytes of a wire, or nothing.</summary>
    public static DecisionRecord? Of(Evidence evidence)
    {
        var bytes = evidence.Request.IsEmpty ? evidence.Reply : evidence.Request;
        if (bytes.Length is 0 or > Longest || bytes.Span[0] != (byte)'{') return null;
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var json = document.RootElement;
            return WireNames.TryParse<Decision>(Text(json, "decision"), out var decision)
                ? new(decision, Text(json, "user"), json.GetProperty("at").GetDateTimeOffset(), Text(json, "reason"), Text(json, "entry"), Number(json, "before"), Number(json, "after"))
                : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? "";

    private static decimal? Number(JsonElement json, string name) =>
        decimal.TryParse(json.GetProperty(name).GetString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Exact(decimal? value) => value?.ToString(CultureInfo.InvariantCulture);
}
