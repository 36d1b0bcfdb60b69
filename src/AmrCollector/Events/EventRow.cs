using AmrCollector.Metering;
using Microsoft.Data.Sqlite;

namespace AmrCollector.Events;

/// <summary>An event as the columns of events.db hold it.</summary>
internal static class EventRow
{
    internal const string Columns = "sequence, at, type, kind, state, severity, subject, line, meter, occurred_at, sentence, key";

    /// <summary>Inserts unless the key is known.</summary>
    internal static SqliteCommand Insert(SqliteConnection connection, long sequence, DateTimeOffset at, EventDraft draft)
    {
        var insert = connection.CreateCommand();
        insert.CommandText = """
            INSERT OR IGNORE INTO event(sequence, at, type, kind, state, severity, subject, line, meter, occurred_at, sentence, key)
            VALUES($sequence, $at, $type, $kind, $state, $severity, $subject, $line, $meter, $occurred, $sentence, $key)
            """;
        var values = insert.Parameters;
        values.AddWithValue("$sequence", sequence);
        values.AddWithValue("$at", at.ToUnixTimeMilliseconds());
        values.AddWithValue("$type", (long)draft.Type);
        values.AddWithValue("$kind", draft.Kind);
        values.AddWithValue("$state", (long)draft.State);
        values.AddWithValue("$severity", (long)draft.Severity);
        values.AddWithValue("$subject", draft.Subject);
        values.AddWithValue("$line", draft.Line);
        values.AddWithValue("$meter", (object?)draft.Meter?.Value ?? DBNull.Value);
        values.AddWithValue("$occurred", (object?)draft.OccurredAt?.ToUnixTimeMilliseconds() ?? DBNull.Value);
        values.AddWithValue("$sentence", draft.Sentence);
        values.AddWithValue("$key", (object?)draft.Key ?? DBNull.Value);
        return insert;
    }

    /// <summary>Reads a row of <see cref="Columns"/>.</summary>
    internal static CollectorEvent Read(SqliteDataReader row) => new(row.GetInt64(0), Time(row.GetInt64(1)), new()
    {
        Type = (EventType)row.GetInt64(2),
        Kind = row.GetString(3),
        State = (EventState)row.GetInt64(4),
        Severity = (EventSeverity)row.GetInt64(5),
        Subject = row.GetString(6),
        Line = row.GetString(7),
        Meter = row.IsDBNull(8) ? null : new MeterId(row.GetString(8)),
        OccurredAt = row.IsDBNull(9) ? null : Time(row.GetInt64(9)),
        Sentence = row.GetString(10),
        Key = row.IsDBNull(11) ? null : row.GetString(11),
    });

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
