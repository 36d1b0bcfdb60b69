namespace AmrCollector.Gaps;

/// <summary>The tables of gaps.db that the figures of a day come from; added to a file that does not have them yet.</summary>
internal static class KpiSchema
{
    internal const string Sql =
        """
        -- Slots that the meter told, by when their first reading came (Arrival).
        CREATE TABLE IF NOT EXISTS arrival(
          day   INTEGER NOT NULL,
          grp   INTEGER NOT NULL,
          came  INTEGER NOT NULL,
          slots INTEGER NOT NULL,
          PRIMARY KEY(day, grp, came)
        ) STRICT, WITHOUT ROWID;
        -- Meters with a reading that a person found wrong.
        CREATE TABLE IF NOT EXISTS wrong(
          day   INTEGER NOT NULL,
          grp   INTEGER NOT NULL,
          meter TEXT NOT NULL,
          PRIMARY KEY(day, grp, meter)
        ) STRICT, WITHOUT ROWID;
        """;
}
