namespace AmrCollector.Billing;

/// <summary>The tables of billing.db, format 1: reads in a chain that only grows, and how far the ledger was followed.</summary>
internal static class BillingSchema
{
    internal const int Version = 1;

    internal const string Columns =
        "number, revision, replaces, meter, point, account, item, day, due_at, kind, cause, order_name, branch, state, value, unit, lsd, "
        + "multiplier, instant, source, quality, entries, consumption, since, adjustment, why, head, issued_at, hash";

    internal const int ColumnCount = 29;

    internal const string Sql = """
        CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE read(
          number      INTEGER PRIMARY KEY CHECK(number >= 1),
          revision    INTEGER NOT NULL CHECK(revision >= 1),
          replaces    INTEGER REFERENCES read(number) CHECK(replaces < number),
          meter       TEXT NOT NULL,
          point       TEXT NOT NULL,
          account     TEXT NOT NULL,
          item        TEXT NOT NULL,
          day         INTEGER NOT NULL,
          due_at      INTEGER NOT NULL,
          kind        INTEGER NOT NULL,
          cause       INTEGER NOT NULL,
          order_name  TEXT NOT NULL,
          branch      INTEGER NOT NULL,
          state       INTEGER NOT NULL,
          value       TEXT,
          unit        TEXT NOT NULL,
          lsd         TEXT NOT NULL,
          multiplier  TEXT NOT NULL,
          instant     INTEGER NOT NULL,
          source      INTEGER NOT NULL,
          quality     TEXT NOT NULL,
          entries     TEXT NOT NULL,
          consumption TEXT,
          since       INTEGER,
          adjustment  TEXT,
          why         TEXT NOT NULL,
          head        TEXT NOT NULL,
          issued_at   INTEGER NOT NULL,
          hash        BLOB NOT NULL CHECK(length(hash) = 32)
        ) STRICT;
        CREATE UNIQUE INDEX read_key ON read(meter, item, due_at, cause, revision);
        CREATE INDEX read_day ON read(day, meter, item);
        CREATE INDEX read_line ON read(meter, item, instant);
        CREATE UNIQUE INDEX read_replaces ON read(replaces) WHERE replaces IS NOT NULL;
        CREATE TRIGGER read_is_never_changed BEFORE UPDATE ON read
        BEGIN SELECT RAISE(ABORT, 'a billing read is never changed'); END;
        CREATE TRIGGER read_is_never_removed BEFORE DELETE ON read
        BEGIN SELECT RAISE(ABORT, 'a billing read is never removed'); END;
        """;
}
