using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AmrCollector.Ledger;
using AmrCollector.Metering;

namespace AmrCollector.Billing;

/// <summary>Billing reads as JSON and CSV: exact decimals as text, the same fields in the same order everywhere.</summary>
public static class BillingText
{
    /// <summary>The first line of CSV.</summary>
    public const string Header =
        "id,revision,replaces,meter,point,account,item,day,dueAt,kind,cause,order,state,branch,instant,value,unit,multiplier,consumption,since,"
        + "adjustment,source,quality,entries,why,head,hash\n";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>{"day":…,"snapshot":{…},"reads":[…],"next":…}.</summary>
    public static void WritePage(IBufferWriter<byte> output, BillingDayPage page)
    {
        using Utf8JsonWriter json = new(output, Options);
        json.WriteStartObject();
        json.WriteString("day", Day(page.Snapshot.Day));
        json.WriteStartObject("snapshot");
        WriteSnapshot(json, page.Snapshot);
        json.WriteEndObject();
        json.WriteStartArray("reads");
        foreach (var line in page.Lines) Write(json, Fields(line));
        json.WriteEndArray();
        json.WriteString("next", page.Next?.Value);
        json.WriteEndObject();
    }

    /// <summary>The header and a line a register.</summary>
    public static void WriteCsv(IBufferWriter<byte> output, BillingDayPage page)
    {
        Encoding.UTF8.GetBytes(Header, output);
        foreach (var line in page.Lines) WriteCsv(output, Fields(line));
    }

    /// <summary>An issued read as one line of NDJSON.</summary>
    public static void WriteLine(IBufferWriter<byte> output, BillingRead read)
    {
        using (Utf8JsonWriter json = new(output, Options)) Write(json, Fields(read));
        output.Write("\n"u8);
    }

    /// <summary>An issued read as one line of CSV.</summary>
    public static void WriteCsvLine(IBufferWriter<byte> output, BillingRead read) => WriteCsv(output, Fields(read));

    private static void WriteSnapshot(Utf8JsonWriter json, BillingSnapshot day)
    {
        json.WriteBoolean("complete", day.IsComplete);
        json.WriteString("why", day.IsComplete ? null : day.Why);
        json.WriteNumber("due", day.Due);
        json.WriteNumber("actual", day.Actual);
        json.WriteNumber("estimated", day.Estimated);
        json.WriteNumber("held", day.Held);
        json.WriteNumber("missing", day.Missing);
    }

    private static void Write(Utf8JsonWriter json, List<(string Name, object? Value)> fields)
    {
        json.WriteStartObject();
        foreach (var (name, value) in fields)
        {
            if (value is int number) json.WriteNumber(name, number);
            else if (value is IReadOnlyList<string> list) WriteList(json, name, list);
            else json.WriteString(name, (string?)value);
        }

        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> list)
    {
        json.WriteStartArray(name);
        foreach (var one in list) json.WriteStringValue(one);
        json.WriteEndArray();
    }

    private static void WriteCsv(IBufferWriter<byte> output, List<(string Name, object? Value)> fields)
    {
        StringBuilder line = new(256);
        foreach (var (_, value) in fields)
        {
            var cell = value switch
            {
                null => "",
                IReadOnlyList<string> list => string.Join(' ', list),
                _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
            };
            if (cell.AsSpan().IndexOfAny(",\"\n\r") >= 0) line.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            else line.Append(cell);
            line.Append(',');
        }

        line[^1] = '\n';
        Encoding.UTF8.GetBytes(line.ToString(), output);
    }

    private static List<(string, object?)> Fields(BillingLine line) => line is { Read: { IsWithdrawn: false } read } ? Fields(read) :
    [
        ("id", line.Read?.Id), ("revision", line.Read?.Revision), ("replaces", line.Read?.Replaces is { } replaced ? BillingRead.IdOf(replaced) : null),
        ("meter", line.Due.Listed.Id.Value), ("point", line.Point), ("account", line.Account), ("item", line.Item.ToString()), ("day", Day(line.Due.Day)),
        ("dueAt", Time(line.Due.At)), ("kind", line.Due.Kind.WireName()), ("cause", line.Due.Cause.WireName()), ("order", Filled(line.Due.Order)),
        ("state", line.State.WireName()), ("branch", null), ("instant", null), ("value", null), ("unit", null), ("multiplier", null), ("consumption", null),
        ("since", null), ("adjustment", Exact(line.Read?.Adjustment)), ("source", null), ("quality", line.State == BillingState.Held ? "2.5.258" : "2.5.259"),
        ("entries", Array.Empty<string>()), ("why", Filled(line.Why)), ("head", line.Read?.Head.ToString()), ("hash", line.Read?.Hash),
    ];

    private static List<(string, object?)> Fields(BillingRead read) =>
    [
        ("id", read.Id), ("revision", read.Revision), ("replaces", read.Replaces is { } replaced ? BillingRead.IdOf(replaced) : null),
        ("meter", read.Meter.Value), ("point", read.Point), ("account", read.Account), ("item", read.Item.ToString()), ("day", Day(read.Day)),
        ("dueAt", Time(read.DueAt)), ("kind", read.Kind.WireName()), ("cause", read.Cause.WireName()), ("order", Filled(read.Order)),
        ("state", read.State.WireName()), ("branch", read.IsWithdrawn ? null : (int)read.Branch), ("instant", read.IsWithdrawn ? null : Time(read.Instant)),
        ("value", Exact(read.Value)), ("unit", read.Unit.Symbol()), ("multiplier", Exact(read.Multiplier)), ("consumption", Exact(read.Consumption)),
        ("since", read.Since is { } before ? BillingRead.IdOf(before) : null), ("adjustment", Exact(read.Adjustment)), ("source", read.Source.WireName()),
        ("quality", read.Quality), ("entries", read.Entries), ("why", Filled(read.Why)), ("head", read.Head.ToString()), ("hash", read.Hash),
    ];

    private static string? Filled(string text) => text.Length > 0 ? text : null;

    private static string? Exact(decimal? amount) => amount?.ToString(CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
