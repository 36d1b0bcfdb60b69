using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using AmrCollector.Ledger;
using AmrCollector.Metering;

namespace AmrCollector.Feed;

/// <summary>The feed as JSON (design.md §8): exact decimals as strings, every field always there, always in this order.</summary>
public static class FeedJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly JsonEncodedText Cursor = JsonEncodedText.Encode("cursor");
    private static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText Revision = JsonEncodedText.Encode("revision");
    private static readonly JsonEncodedText Replaces = JsonEncodedText.Encode("replaces");
    private static readonly JsonEncodedText Meter = JsonEncodedText.Encode("meter");
    private static readonly JsonEncodedText Point = JsonEncodedText.Encode("point");
    private static readonly JsonEncodedText Account = JsonEncodedText.Encode("account");
    private static readonly JsonEncodedText Area = JsonEncodedText.Encode("area");
    private static readonly JsonEncodedText Item = JsonEncodedText.Encode("item");
    private static readonly JsonEncodedText Kind = JsonEncodedText.Encode("kind");
    private static readonly JsonEncodedText Source = JsonEncodedText.Encode("source");
    private static readonly JsonEncodedText Instant = JsonEncodedText.Encode("instant");
    private static readonly JsonEncodedText Value = JsonEncodedText.Encode("value");
    private static readonly JsonEncodedText Unit = JsonEncodedText.Encode("unit");
    private static readonly JsonEncodedText Multiplier = JsonEncodedText.Encode("multiplier");
    private static readonly JsonEncodedText Consumption = JsonEncodedText.Encode("consumption");
    private static readonly JsonEncodedText From = JsonEncodedText.Encode("from");
    private static readonly JsonEncodedText Adjustment = JsonEncodedText.Encode("adjustment");
    private static readonly JsonEncodedText OccurredAt = JsonEncodedText.Encode("occurredAt");
    private static readonly JsonEncodedText Origin = JsonEncodedText.Encode("origin");
    private static readonly JsonEncodedText Verdict = JsonEncodedText.Encode("verdict");
    private static readonly JsonEncodedText Held = JsonEncodedText.Encode("held");
    private static readonly JsonEncodedText Rules = JsonEncodedText.Encode("rules");
    private static readonly JsonEncodedText Quality = JsonEncodedText.Encode("quality");
    private static readonly JsonEncodedText MeterTime = JsonEncodedText.Encode("meterTime");
    private static readonly JsonEncodedText ReadAt = JsonEncodedText.Encode("readAt");
    private static readonly JsonEncodedText Hash = JsonEncodedText.Encode("hash");

    /// <summary>{"entries":[…],"next":"…","head":"sequence:hash"}.</summary>
    public static void WritePage(IBufferWriter<byte> output, FeedPage page)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        WriteContent(json, page);
        json.WriteEndObject();
    }

    /// <summary>One entry a line, and a last line {"next":"…","head":"…"}.</summary>
    public static void WriteLines(IBufferWriter<byte> output, FeedPage page)
    {
        foreach (var entry in page.Entries) WriteLine(output, entry, page.CursorAfter(entry.Sequence));
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            json.WriteString("next", page.Next.ToString());
            json.WriteString("head", page.Head.ToString());
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    /// <summary>One entry and a line feed.</summary>
    public static void WriteLine(IBufferWriter<byte> output, Entry entry, FeedCursor cursor)
    {
        using (var json = new Utf8JsonWriter(output, Options)) WriteEntry(json, entry, cursor);
        output.Write("\n"u8);
    }

    /// <summary>The body of a push: {"type":"readings.v1","timestamp":…,"data":{"entries":[…],"next":"…","head":"…"}}.</summary>
    public static void WritePush(IBufferWriter<byte> output, FeedPage page, DateTimeOffset at)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("type", "readings.v1");
        json.WriteString("timestamp", FeedTime.Text(at));
        json.WriteStartObject("data");
        WriteContent(json, page);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter json, FeedPage page)
    {
        json.WriteStartArray("entries");
        foreach (var entry in page.Entries) WriteEntry(json, entry, page.CursorAfter(entry.Sequence));
        json.WriteEndArray();
        json.WriteString("next", page.Next.ToString());
        json.WriteString("head", page.Head.ToString());
    }

    private static void WriteEntry(Utf8JsonWriter json, Entry entry, FeedCursor cursor)
    {
        var draft = entry.Draft;
        json.WriteStartObject();
        json.WriteString(Cursor, cursor.ToString());
        json.WriteString(Id, entry.Id);
        json.WriteNumber(Revision, entry.Revision);
        json.WriteString(Replaces, draft.Replaces);
        json.WriteString(Meter, draft.Meter.Id.ToString());
        json.WriteString(Point, draft.Meter.Point);
        json.WriteString(Account, draft.Meter.Account);
        json.WriteString(Area, draft.Meter.Area);
        json.WriteString(Item, draft.Item.ToString());
        json.WriteString(Kind, draft.Kind.WireName());
        json.WriteString(Source, draft.Source.WireName());
        json.WriteString(Instant, FeedTime.Text(draft.Instant));
        WriteExact(json, Value, draft.Value);
        json.WriteString(Unit, draft.Unit.Symbol());
        WriteExact(json, Multiplier, draft.Meter.Multiplier);
        WriteVerdict(json, draft);
        json.WriteString(MeterTime, FeedTime.Text(draft.MeterTime));
        json.WriteString(ReadAt, FeedTime.Text(draft.ReadAt));
        json.WriteString(Hash, entry.Hash);
        if (draft.Kind == Metering.ItemKind.Interval) FeedIntervals.Write(json, draft);
        json.WriteEndObject();
    }

    private static void WriteVerdict(Utf8JsonWriter json, EntryDraft draft)
    {
        var verdict = draft.Verdict;
        if (verdict.Consumption is { } consumption)
        {
            json.WriteStartObject(Consumption);
            WriteExact(json, Value, consumption.Value);
            json.WriteString(Unit, consumption.Unit.Symbol());
            json.WriteString(From, FeedTime.Text(consumption.From));
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull(Consumption);
        }

        WriteExact(json, Adjustment, verdict.Adjustment);
        json.WriteString(OccurredAt, FeedTime.Text(draft.OccurredAt));
        json.WriteString(Origin, draft.Origin.WireName());
        json.WriteString(Verdict, verdict.Judgement.WireName());
        json.WriteBoolean(Held, verdict.Held);
        json.WriteStartArray(Rules);
        foreach (var rule in verdict.Rules) json.WriteStringValue(rule);
        json.WriteEndArray();
        json.WriteString(Quality, verdict.Quality);
    }

    private static void WriteExact(Utf8JsonWriter json, JsonEncodedText name, decimal? value)
    {
        if (value is not { } exact)
        {
            json.WriteNull(name);
            return;
        }

        Span<char> text = stackalloc char[32];
        exact.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }
}
