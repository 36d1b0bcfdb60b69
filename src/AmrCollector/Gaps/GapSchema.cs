namespace AmrCollector.Gaps;

/// <summary>The tables of gaps.db. Days are local days since 1970-01-01, months year x 12 + month - 1.</summary>
internal static class GapSchema
{
    internal const int Version = 1;

    internal const string Sql =
        """
        CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        -- What is counted together. expected: slots of closed days.
        CREATE TABLE grp(
          id       INTEGER PRIMARY KEY,
          line     TEXT NOT NULL,
          area     TEXT NOT NULL,
          read     TEXT NOT NULL,
          schedule TEXT NOT NULL,
          expected INTEGER NOT NULL DEFAULT 0,
          UNIQUE(line, area, read, schedule)
        ) STRICT;
        CREATE TABLE stream(
          id     INTEGER PRIMARY KEY,
          meter  TEXT NOT NULL,
          grp    INTEGER NOT NULL,
          memory INTEGER NOT NULL,
          since  INTEGER NOT NULL,
          until  INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX stream_meter ON stream(meter);
        CREATE INDEX stream_group ON stream(grp);
        -- slots as MonthStates packs them; gaps: slots of closed days that are not actual.
        CREATE TABLE month(
          stream INTEGER NOT NULL,
          month  INTEGER NOT NULL,
          gaps   INTEGER NOT NULL,
          slots  BLOB NOT NULL,
          PRIMARY KEY(stream, month)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX month_gaps ON month(stream, month) WHERE gaps > 0;
        -- Slots by state; open ones are what is left of those expected.
        CREATE TABLE tally(
          day   INTEGER NOT NULL,
          grp   INTEGER NOT NULL,
          state INTEGER NOT NULL,
          slots INTEGER NOT NULL,
          PRIMARY KEY(day, grp, state)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE total(
          grp   INTEGER NOT NULL,
          state INTEGER NOT NULL,
          slots INTEGER NOT NULL,
          PRIMARY KEY(grp, state)
        ) STRICT, WITHOUT ROWID;
        -- How many streams begin (+) and end (-) with a day.
        CREATE TABLE population(
          grp     INTEGER NOT NULL,
          day     INTEGER NOT NULL,
          streams INTEGER NOT NULL,
          PRIMARY KEY(grp, day)
        ) STRICT, WITHOUT ROWID;
        """;
}
