using System.Text;

namespace AmrCollector.Ledger;

/// <summary>An <see cref="EntryFilter"/> as SQL over a stretch of the sequence; every value is bound, none is written.</summary>
internal static class FilterText
{
    internal static string Select(EntryFilter filter)
    {
        // One meter's entries are few: by its key, then sorted. Anything else walks a bounded stretch of the sequence.
        var (from, sequence) = filter.Meter is null ? ("entry", "sequence") : ("entry INDEXED BY entry_key", "+sequence");
        var sql = new StringBuilder($"SELECT {EntryRow.Columns} FROM {from} WHERE {sequence} > ?1 AND {sequence} <= ?2 AND {AuditRecord.IsNone}");
        if (filter.Meter is not null) sql.Append(" AND meter = ?4");
        if (filter.Item is not null) sql.Append(" AND item = ?5");
        if (filter.Quality is not null) sql.Append(" AND (quality = ?6 OR substr(quality, 1, length(?6) + 1) = ?6 || '.')");
        if (filter.Verdict is not null) sql.Append(" AND judgement = ?7");
        if (filter.Held is not null) sql.Append(" AND held = ?8");
        if (filter.Source is not null) sql.Append(" AND source = ?9");
        if (filter.From is not null) sql.Append(" AND instant >= ?10");
        if (filter.Before is not null) sql.Append(" AND instant < ?11");
        return sql.Append(" ORDER BY sequence LIMIT ?3").ToString();
    }

    internal static void Bind(Statement query, EntryFilter filter, long after, long last, int limit)
    {
        query.Set(1, after).Set(2, last).Set(3, limit);
        if (filter.Meter is { } meter) query.Set(4, meter.Value);
        if (filter.Item is { } item) query.Set(5, item.ToString());
        if (filter.Quality is { } quality) query.Set(6, quality);
        if (filter.Verdict is { } verdict) query.Set(7, (long)verdict);
        if (filter.Held is { } held) query.Set(8, held);
        if (filter.Source is { } source) query.Set(9, (long)source);
        if (filter.From is { } from) query.Set(10, from.ToUnixTimeMilliseconds());
        if (filter.Before is { } before) query.Set(11, before.ToUnixTimeMilliseconds());
    }
}
