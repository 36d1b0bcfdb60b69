namespace AmrCollector.Observations;

/// <summary>The tables of observations.db: names once, values as scaled integers, clustered by series and time.</summary>
internal static class ObservationSchema
{
    internal const string Sql =
        """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        CREATE TABLE IF NOT EXISTS series (
            id INTEGER PRIMARY KEY,
            meter TEXT NOT NULL,
            item TEXT NOT NULL,
            unit TEXT NOT NULL,
            UNIQUE (meter, item)
        ) STRICT;
        CREATE TABLE IF NOT EXISTS observation (
            series INTEGER NOT NULL REFERENCES series (id),
            at INTEGER NOT NULL,
            scaled INTEGER NOT NULL,
            decimals INTEGER NOT NULL,
            PRIMARY KEY (series, at)
        ) STRICT, WITHOUT ROWID;
        """;
}
