using AmrCollector.Storage;

namespace AmrCollector.Observations;

/// <summary>The tables of observations.db: names once, values as scaled integers, clustered by series and time; and what meters taught of their registers.</summary>
internal static class ObservationSchema
{
    internal const string Pragmas = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;";

    // Files of the time before versions have these tables, some of them without the last.
    private const string First =
        """
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
        CREATE TABLE IF NOT EXISTS learned (
            meter TEXT PRIMARY KEY,
            limits TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """;

    // What tells of something that happened before, until what was judged without it was judged again.
    private const string Second =
        """
        CREATE TABLE unfollowed (
            series INTEGER NOT NULL REFERENCES series (id),
            at INTEGER NOT NULL,
            PRIMARY KEY (series, at)
        ) STRICT, WITHOUT ROWID;
        """;

    internal static DatabaseFormat Format { get; } = new(First, Second);
}
