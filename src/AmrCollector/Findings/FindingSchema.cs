using AmrCollector.Storage;

namespace AmrCollector.Findings;

/// <summary>The tables of findings.db, format 1. Instants are UTC unix milliseconds, enums the numbers of their C# members.</summary>
internal static class FindingSchema
{
    private const string First = """
        CREATE TABLE finding(
          number     INTEGER PRIMARY KEY,
          meter      TEXT NOT NULL,
          kind       INTEGER NOT NULL,
          listed     TEXT NOT NULL,
          read       TEXT NOT NULL,
          meaning    TEXT NOT NULL,
          found_at   INTEGER NOT NULL,
          seen_at    INTEGER NOT NULL,
          state      INTEGER NOT NULL,
          version    INTEGER NOT NULL,
          settled_by TEXT NOT NULL,
          settled_at INTEGER,
          reason     TEXT NOT NULL,
          applied    INTEGER NOT NULL CHECK(applied IN (0, 1))
        ) STRICT;
        CREATE INDEX finding_meter ON finding(meter, kind);
        CREATE TRIGGER finding_is_never_removed BEFORE DELETE ON finding
        BEGIN SELECT RAISE(ABORT, 'a finding is never removed'); END;
        """;

    internal static DatabaseFormat Format { get; } = new(First);

    internal const string Columns = "number, meter, kind, listed, read, meaning, found_at, seen_at, state, version, settled_by, settled_at, reason";
}
