using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using AmrCollector.Events;
using AmrCollector.Metering;

namespace AmrCollector.Feed;

/// <summary>Events as JSON: every field always there, always in this order.</summary>
public static class EventJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>{"events":[…],"next":"…","forgotten":false}.</summary>
    public static void WritePage(IBufferWriter<byte> output, EventPage page)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        WriteContent(json, page);
        json.WriteBoolean("forgotten", page.Forgotten);
        json.WriteEndObject();
    }

    /// <summary>The body of a push: {"type":"meter.event","timestamp":…,"data":{"events":[…],"next":"…"}}; all events are of that type.</summary>
    public static void WritePush(IBufferWriter<byte> output, EventPage page, DateTimeOffset at)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("type", NameOf(page.Events[0].Draft.Type));
        json.WriteString("timestamp", FeedTime.Text(at));
        json.WriteStartObject("data");
        WriteContent(json, page);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>"meter.event" or "collector.alarm".</summary>
    public static string NameOf(EventType type) => type == EventType.MeterEvent ? "meter.event" : "collector.alarm";

    /// <summary>The type that <see cref="NameOf"/> calls so; false when none is.</summary>
    public static bool TryParse(string name, out EventType type)
    {
        type = name == NameOf(EventType.MeterEvent) ? EventType.MeterEvent : EventType.CollectorAlarm;
        return NameOf(type) == name;
    }

    private static void WriteContent(Utf8JsonWriter json, EventPage page)
    {
        json.WriteStartArray("events");
        foreach (var one in page.Events) WriteEvent(json, page, one);
        json.WriteEndArray();
        json.WriteString("next", page.Next.ToString());
    }

    private static void WriteEvent(Utf8JsonWriter json, EventPage page, CollectorEvent one)
    {
        var draft = one.Draft;
        json.WriteStartObject();
        json.WriteString("cursor", EventPage.CursorAfter(page.Log, one.Sequence).ToString());
        json.WriteString("id", page.IdOf(one));
        json.WriteString("type", NameOf(draft.Type));
        json.WriteString("kind", draft.Kind);
        json.WriteString("state", draft.State.WireName());
        json.WriteString("severity", draft.Severity.WireName());
        json.WriteString("subject", draft.Subject);
        json.WriteString("line", draft.Line.Length > 0 ? draft.Line : null);
        json.WriteString("meter", draft.Meter?.Value);
        json.WriteString("at", FeedTime.Text(one.At));
        json.WriteString("occurredAt", FeedTime.Text(draft.OccurredAt));
        json.WriteString("sentence", draft.Sentence);
        json.WriteEndObject();
    }
}
