using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AmrCollector.Ledger;
using AmrCollector.Metering;

namespace AmrCollector.Feed;

/// <summary>
/// The intervals of a profile's entry: <c>"intervals":{"minutes":15,"values":["0.25",null],"quality":[["actual",1],["missing",1]]}</c>. The first begins
/// at the entry's instant; energies are secondary, as the value, and missing ones null; qualities are runs.
/// </summary>
internal static class FeedIntervals
{
    /// <summary>More than a byte of the packed form becomes: an energy has at most 29 digits, a run takes two bytes.</summary>
    internal const int MostBytesAByte = 48;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One letter a quality for CSV, as NEM12 has them: actual, substituted, null, final substitute; and C for one in which the clock was changed.</summary>
    private static readonly char[] Letters = ['A', 'S', 'N', 'C', 'F'];

    internal static void Write(Utf8JsonWriter json, EntryDraft draft) => Write(json, draft.Evidence.Reply.Span);

    private static void Write(Utf8JsonWriter json, scoped ReadOnlySpan<byte> packed)
    {
        if (!IntervalBlock.TryRead(packed, out var block)) return;
        json.WriteStartObject("intervals");
        json.WriteNumber("minutes", (int)block!.Step.TotalMinutes);
        json.WriteStartArray("values");
        for (var i = 0; i < block.Values.Count; i++)
        {
            if (block.Qualities[i] == IntervalQuality.Missing) json.WriteNullValue();
            else json.WriteStringValue(block.Values[i].ToString(CultureInfo.InvariantCulture));
        }

        json.WriteEndArray();
        json.WriteStartArray("quality");
        for (var from = 0; from < block.Qualities.Count;)
        {
            var to = from;
            while (to < block.Qualities.Count && block.Qualities[to] == block.Qualities[from]) to++;
            json.WriteStartArray();
            json.WriteStringValue(block.Qualities[from].WireName());
            json.WriteNumberValue(to - from);
            json.WriteEndArray();
            from = to;
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The same, to follow another property; nothing when the bytes are no intervals.</summary>
    internal static ReadOnlySpan<byte> Property(scoped ReadOnlySpan<byte> packed)
    {
        ArrayBufferWriter<byte> output = new(4096);
        using (Utf8JsonWriter json = new(output, Plain))
        {
            json.WriteStartObject();
            Write(json, packed);
            json.WriteEndObject();
        }

        if (output.WrittenCount <= 2) return [];
        var comma = output.WrittenSpan[..^1].ToArray();
        comma[0] = (byte)',';
        return comma;
    }

    /// <summary>For CSV: minutes, then energy and quality of each interval: <c>15 0.25A 0.25S N</c>; empty for what has no intervals.</summary>
    internal static string Cell(EntryDraft draft)
    {
        if (draft.Kind != ItemKind.Interval || !IntervalBlock.TryRead(draft.Evidence.Reply.Span, out var block)) return "";
        StringBuilder cell = new(block!.Values.Count * 6);
        cell.Append(CultureInfo.InvariantCulture, $"{(int)block.Step.TotalMinutes}");
        for (var i = 0; i < block.Values.Count; i++)
        {
            cell.Append(' ');
            if (block.Qualities[i] != IntervalQuality.Missing) cell.Append(CultureInfo.InvariantCulture, $"{block.Values[i]}");
            cell.Append(Letters[(int)block.Qualities[i]]);
        }

        return cell.ToString();
    }
}
