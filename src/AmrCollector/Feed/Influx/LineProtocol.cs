using System.Buffers;
using System.Globalization;
using System.Text;
using AmrCollector.Ledger;
using AmrCollector.Metering;

namespace AmrCollector.Feed.Influx;

/// <summary>
/// Ledger entries as InfluxDB line protocol. A point is (meter, item, source, instant): the same entry written again is the same point.
/// Numbers are written as the ledger has them; what the database makes of them is its own affair (InfluxDB keeps 64-bit floats).
/// </summary>
/// <param name="measurement">Name of the measurement.</param>
/// <param name="tagRevisions">True when the revision is a tag.</param>
public sealed class LineProtocol(string measurement, bool tagRevisions)
{
    private readonly string _measurement = Escaped(measurement, ", ");

    /// <summary>
    /// One line of <paramref name="entry"/>, times in milliseconds; of a day of a load profile a line for each interval that is known, at its
    /// beginning.
    /// </summary>
    public void Write(IBufferWriter<byte> output, Entry entry)
    {
        var draft = entry.Draft;
        if (draft.Kind != ItemKind.Interval || !IntervalBlock.TryRead(draft.Evidence.Reply.Span, out var block) || block!.Qualities.All(quality => quality == IntervalQuality.Missing))
        {
            Write(output, entry, draft.Value, draft.Instant, draft.Origin.WireName());
            return;
        }

        for (var i = 0; i < block.Values.Count; i++)
            if (block.Qualities[i] != IntervalQuality.Missing) Write(output, entry, block.Values[i], draft.Instant + (i * block.Step), block.Qualities[i].WireName());
    }

    private void Write(IBufferWriter<byte> output, Entry entry, decimal? value, DateTimeOffset at, string origin)
    {
        StringBuilder line = new(400);
        var (draft, verdict) = (entry.Draft, entry.Draft.Verdict);
        line.Append(_measurement);
        // Sorted by key: the database need not sort them.
        Tag(line, "account", draft.Meter.Account);
        Tag(line, "area", draft.Meter.Area);
        Tag(line, "item", draft.Item.ToString());
        Tag(line, "meter", draft.Meter.Id.Value);
        Tag(line, "point", draft.Meter.Point);
        if (tagRevisions) Tag(line, "revision", entry.Revision.ToString(CultureInfo.InvariantCulture));
        Tag(line, "source", draft.Source.WireName());
        Tag(line, "unit", draft.Unit.Symbol());

        line.Append(" revision=").Append(entry.Revision.ToString(CultureInfo.InvariantCulture)).Append('i');
        Number(line, "value", value);
        Number(line, "multiplier", draft.Meter.Multiplier);
        if (verdict.Consumption is { } consumption)
        {
            // A revision without a consumption cannot take the field of an older one away: this says whose it is.
            Number(line, "consumption", consumption.Value);
            line.Append(",consumption_revision=").Append(entry.Revision.ToString(CultureInfo.InvariantCulture)).Append('i');
        }

        line.Append(",held=").Append(verdict.Held ? "true" : "false");
        Quoted(line, "verdict", verdict.Judgement.WireName());
        Quoted(line, "origin", origin);
        Quoted(line, "quality", verdict.Quality);
        Quoted(line, "entry", entry.Id);
        line.Append(' ').Append(at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)).Append('\n');
        Encoding.UTF8.GetBytes(line.ToString(), output);
    }

    private static void Tag(StringBuilder line, string name, string value)
    {
        if (value.Length > 0) line.Append(',').Append(name).Append('=').Append(Escaped(value, ",= "));
    }

    private static void Number(StringBuilder line, string name, decimal? value)
    {
        if (value is { } exact) line.Append(',').Append(name).Append('=').Append(exact.ToString(CultureInfo.InvariantCulture));
    }

    private static void Quoted(StringBuilder line, string name, string value) => line.Append(',').Append(name).Append("=\"")
        .Append(Plain(value).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');

    /// <summary>Backslashes in front of <paramref name="special"/>; a backslash at the end would escape what follows and becomes '/'.</summary>
    private static string Escaped(string text, string special)
    {
        var plain = Plain(text);
        if (plain.EndsWith('\\')) plain = plain[..^1] + "/";
        if (plain.AsSpan().IndexOfAny(special) < 0) return plain;
        StringBuilder escaped = new(plain.Length + 8);
        foreach (var c in plain)
        {
            if (special.Contains(c, StringComparison.Ordinal)) escaped.Append('\\');
            escaped.Append(c);
        }

        return escaped.ToString();
    }

    // A line ends at a line feed, wherever it stands.
    private static string Plain(string text) => text.AsSpan().IndexOfAnyInRange('\0', '\u001f') < 0
        ? text
        : new([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);
}
