using AmrCollector.Storage;

namespace AmrCollector.Events;

/// <summary>Format 1 of events.db. Times are UTC unix milliseconds, enums the numbers of their C# members.</summary>
internal static class EventSchema
{
    private const string First = """
        CREATE TABLE meta(
          key   TEXT PRIMARY KEY,
          value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE event(
          sequence    INTEGER PRIMARY KEY,
          at          INTEGER NOT NULL,
          type        INTEGER NOT NULL,
          kind        TEXT NOT NULL,
          state       INTEGER NOT NULL,
          severity    INTEGER NOT NULL,
          subject     TEXT NOT NULL,
          line        TEXT NOT NULL,
          meter       TEXT,
          occurred_at INTEGER,
          sentence    TEXT NOT NULL,
          key         TEXT
        ) STRICT;
        CREATE UNIQUE INDEX event_key ON event(key) WHERE key IS NOT NULL;
        CREATE INDEX event_meter ON event(meter, sequence) WHERE meter IS NOT NULL;

        -- What stands now; its rows go when it is cleared, whatever the retention has dropped.
        CREATE TABLE standing(
          kind     TEXT NOT NULL,
          subject  TEXT NOT NULL,
          since    INTEGER NOT NULL,
          sentence TEXT NOT NULL,
          PRIMARY KEY(kind, subject)
        ) STRICT, WITHOUT ROWID;

        INSERT INTO meta(key, value) VALUES('log', lower(hex(randomblob(8))));
        """;

    internal static DatabaseFormat Format { get; } = new(First);
}
