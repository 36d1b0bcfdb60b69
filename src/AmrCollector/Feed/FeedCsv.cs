using System.Buffers;
using System.Globalization;
using System.Text;
using AmrCollector.Ledger;
using AmrCollector.Metering;

namespace AmrCollector.Feed;

/// <summary>The feed as CSV (RFC 4180, UTF-8, line feeds): the columns of the JSON, consumption in three of them, rules by spaces, intervals as <c>15 0.25A 0.25S N</c>.</summary>
public static class FeedCsv
{
    /// <summary>The first line.</summary>
    public const string Header =
        "cursor,id,revision,replaces,meter,point,account,area,item,kind,source,instant,value,unit,multiplier,"
        + "consumption,consumptionUnit,consumptionFrom,adjustment,occurredAt,origin,verdict,held,rules,quality,meterTime,readAt,hash,intervals\n";

    /// <summary>The header and a line an entry; next cursor and head travel in HTTP headers or a manifest.</summary>
    public static void WritePage(IBufferWriter<byte> output, FeedPage page)
    {
        WriteHeader(output);
        foreach (var entry in page.Entries) WriteLine(output, entry, page.CursorAfter(entry.Sequence));
    }

    /// <summary>The first line.</summary>
    public static void WriteHeader(IBufferWriter<byte> output) => Encoding.UTF8.GetBytes(Header, output);

    /// <summary>One entry.</summary>
    public static void WriteLine(IBufferWriter<byte> output, Entry entry, FeedCursor cursor)
    {
        var line = new StringBuilder(512);
        var (draft, verdict) = (entry.Draft, entry.Draft.Verdict);
        Add(line, cursor.ToString(), entry.Id, entry.Revision.ToString(CultureInfo.InvariantCulture), draft.Replaces);
        Add(line, draft.Meter.Id.ToString(), draft.Meter.Point, draft.Meter.Account, draft.Meter.Area);
        Add(line, draft.Item.ToString(), draft.Kind.WireName(), draft.Source.WireName(), FeedTime.Text(draft.Instant));
        Add(line, Exact(draft.Value), draft.Unit.Symbol(), Exact(draft.Meter.Multiplier));
        Add(line, Exact(verdict.Consumption?.Value), verdict.Consumption?.Unit.Symbol(), FeedTime.Text(verdict.Consumption?.From));
        Add(line, Exact(verdict.Adjustment), FeedTime.Text(draft.OccurredAt), draft.Origin.WireName(), verdict.Judgement.WireName());
        Add(line, verdict.Held ? "true" : "false", string.Join(' ', verdict.Rules), verdict.Quality);
        Add(line, FeedTime.Text(draft.MeterTime), FeedTime.Text(draft.ReadAt), entry.Hash, FeedIntervals.Cell(draft));
        line[^1] = '\n';
        Encoding.UTF8.GetBytes(line.ToString(), output);
    }

    private static string? Exact(decimal? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static void Add(StringBuilder line, params ReadOnlySpan<string?> cells)
    {
        foreach (var cell in cells)
        {
            Quote(line, cell ?? "");
            line.Append(',');
        }
    }

    private static void Quote(StringBuilder line, string cell)
    {
        if (cell.AsSpan().IndexOfAny(",\"\n\r") < 0)
        {
            line.Append(cell);
            return;
        }

        line.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}
